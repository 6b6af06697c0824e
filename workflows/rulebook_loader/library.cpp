#include "workflows/rulebook_loader/library.hpp"

#include "workflows/rulebook_loader/assembly.hpp"
#include "workflows/rulebook_loader/layering.hpp"
#include "workflows/rulebook_loader/spelling.hpp"
#include "workflows/rulebook_loader/static_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace redress::rules {
namespace {

using OpenedFiles = std::map<std::string_view, std::unique_ptr<OpenedFile>>;

// The calendar of a file, or of one it includes.
CalendarPointer calendar_near(OpenedFile& file, OpenedFiles const& opened) {
  if (auto const& own = file.own_calendar()) return own;
  for (auto const& name : file.includes())
    if (auto const at = opened.find(name); at != opened.end())
      if (auto const& calendar = at->second->own_calendar()) return calendar;
  return {};
}

// The calendar of the book a shop's file stands on, wherever among its parts it is.
CalendarPointer calendar_below(PartFiles const& files, std::string const& extends) {
  auto const below = files.find(extends);
  if (below == files.end()) return {};
  std::vector<Finding> found_below;  // reported when that book is loaded
  for (auto const* file : with_includes(below->second, files, found_below))
    if (file->part.own_calendar) return file->part.own_calendar;
  return {};
}

}  // namespace

PartFiles read_parts(std::span<BookSource const> sources, Names const& names, std::vector<Finding>& findings) {
  PartFiles files;
  std::map<std::string_view, BookSource const*> by_name;
  for (auto const& source : sources) by_name.insert_or_assign(source.name, &source);
  OpenedFiles opened;
  for (auto const& [name, source] : by_name)
    opened.emplace(name, std::make_unique<OpenedFile>(*source, names, findings));
  for (auto const& [name, file] : opened)
    if (!file->is_shops()) files.emplace(name, PartFile{&file->source(), file->read(calendar_near(*file, opened))});
  for (auto const& [name, file] : opened)
    if (file->is_shops())
      files.emplace(name, PartFile{&file->source(), file->read(calendar_below(files, file->extends()))});
  return files;
}

namespace {

void check_platforms(PartFiles const& files, std::vector<Finding>& findings) {
  std::map<std::string_view, Part const*> seen;
  for (auto const& [name, file] : files) {
    if (!file.part.platform) continue;
    auto const [at, is_new] = seen.emplace(*file.part.platform, &file.part);
    if (!is_new)
      findings.push_back({name,
                          file.part.place,
                          {fmt::format("平台“{}”已有规则书“{}”", at->first, at->second->name),
                           fmt::format("platform \"{}\" already has the book \"{}\"", at->first, at->second->name)}});
  }
}

// A shop's book is laid over a whole and sound book; where that one is not, its own findings say so.
void load_shop_book(PartFile const& file, PartFiles const& files, Names const& names, Loaded& loaded) {
  auto const& part = file.part;
  auto const below = files.find(part.extends.text);
  if (below == files.end() || !below->second.part.platform) {
    std::vector<std::string_view> books;
    for (auto const& [name, each] : files)
      if (each.part.platform) books.push_back(name);
    auto const meant = did_you_mean(part.extends.text, books);
    loaded.findings.push_back({part.name,
                               part.extends.place,
                               {fmt::format("没有平台手册“{}”{}", part.extends.text, meant.zh),
                                fmt::format("there is no platform's book \"{}\"{}", part.extends.text, meant.en)}});
    return;
  }
  auto const book = std::ranges::find(loaded.books, part.extends.text, [](auto const& each) { return each->id; });
  if (!part.sound || book == loaded.books.end()) return;
  std::vector<Finding> found_below;  // reported when that book was loaded
  auto const whole = with_includes(below->second, files, found_below);
  auto const before = loaded.findings.size();
  PartFile const* const own[] = {&file};
  check_overlaps(own, loaded.findings);
  auto all = whole;
  all.push_back(&file);
  check_references(all, loaded.findings);
  Layers const layers{file, whole, **book, names};
  check_layer(layers, loaded.findings);
  check_contradictions(layers, loaded.findings);
  for (auto const& other : loaded.books)
    if (other->shop == part.shop->text && other->extends == part.extends.text)
      loaded.findings.push_back(
          {part.name,
           part.shop->place,
           {fmt::format("店铺 {} 在 {} 之上已有手册“{}”", other->shop, other->extends, other->id),
            fmt::format("the shop {} already has the book \"{}\" over {}", other->shop, other->id, other->extends)}});
  if (loaded.findings.size() == before) loaded.books.push_back(std::make_shared<Rulebook const>(layered(layers)));
}

Fault fault_of(std::vector<Finding> const& findings) {
  auto const& first = findings.front();
  auto const more = findings.size() - 1;
  auto const position = fmt::format("{}.yaml, line {}, column {}", first.file, first.place.line, first.place.column);
  if (more == 0) return {FaultKind::invalid_params, first.says, position};
  return {
      FaultKind::invalid_params,
      {fmt::format("{}（另有 {} 处问题）", first.says.zh, more), fmt::format("{} (and {} more)", first.says.en, more)},
      position};
}

std::vector<BookSource> with_builtin(std::span<BookSource const> files) {
  auto const builtin = builtin_sources();
  std::vector<BookSource> all(builtin.begin(), builtin.end());
  all.insert(all.end(), files.begin(), files.end());
  return all;
}

// Books, and parts that no book includes, each with all it includes.
Loaded load(PartFiles const& files, Names const& names, std::vector<WholeBook>& wholes, std::vector<Finding> findings) {
  Loaded loaded{.books = {}, .findings = std::move(findings)};
  check_platforms(files, loaded.findings);
  std::set<std::string_view> included;
  for (auto const& [name, file] : files) {
    if (!file.part.platform) continue;
    auto const before = loaded.findings.size();
    auto whole = with_includes(file, files, loaded.findings);
    for (auto const* part : whole) included.insert(part->part.name);
    check_overlaps(whole, loaded.findings);
    check_gaps(whole, loaded.findings);
    // A part that could not be read defines less than it says, so naming what it should define is no second mistake.
    bool const sound = std::ranges::all_of(whole, [](auto const* part) { return part->part.sound; });
    if (sound) check_references(whole, loaded.findings);
    check_one_calendar(whole, loaded.findings);
    if (sound && loaded.findings.size() == before)
      loaded.books.push_back(std::make_shared<Rulebook const>(assemble(whole)));
    wholes.push_back(std::move(whole));
  }
  for (auto const& [name, file] : files) {
    if (included.contains(name) || file.part.shop) continue;
    auto whole = with_includes(file, files, loaded.findings);
    check_overlaps(whole, loaded.findings);
    check_gaps(whole, loaded.findings);
    wholes.push_back(std::move(whole));
  }
  for (auto const& [name, file] : files)
    if (file.part.shop) load_shop_book(file, files, names, loaded);
  sort_findings(loaded.findings);
  return loaded;
}

}  // namespace

Loaded load_books(std::span<BookSource const> sources, Names const& names) {
  std::vector<Finding> findings;
  auto const files = read_parts(sources, names, findings);
  std::vector<WholeBook> wholes;
  return load(files, names, wholes, std::move(findings));
}

// A book that does not load is mended first: its other findings would be about items that are not there.
std::vector<Finding> check_sources(std::span<BookSource const> sources, Names const& names) {
  std::vector<Finding> findings;
  auto const files = read_parts(sources, names, findings);
  std::vector<WholeBook> wholes;
  auto loaded = load(files, names, wholes, std::move(findings));
  return loaded.findings.empty() ? check_statically(wholes, names) : std::move(loaded.findings);
}

std::vector<Finding> check_books(std::span<BookSource const> files, Names const& names) {
  return check_sources(with_builtin(files), names);
}

std::vector<Finding> check_book(BookSource const& file, Names const& names) { return check_books({&file, 1}, names); }

Result<BookPointer> load_book(BookSource const& file, Names const& names) {
  auto const loaded = load_books(with_builtin({&file, 1}), names);
  if (!loaded.findings.empty()) return fault_of(loaded.findings);
  auto const at = std::ranges::find(loaded.books, file.name, [](auto const& book) { return book->id; });
  if (at != loaded.books.end()) return *at;
  return Fault{FaultKind::invalid_params,
               {"这个文件没有 platform，不是一本规则书", "this file names no platform, so it is a part and not a book"},
               file.name + ".yaml"};
}

Result<Library> Library::of(Loaded loaded) {
  if (!loaded.findings.empty()) return fault_of(loaded.findings);
  Library library;
  library.books_ = std::move(loaded.books);
  auto const generic = std::ranges::find_if(
      library.books_, [](auto const& book) { return book->platform.empty() && book->shop.empty(); });
  if (generic == library.books_.end())
    return invalid_params({}, "没有适用于任何平台（platform: \"*\"）的规则书",
                          "there is no book for any platform (platform: \"*\")");
  library.generic_ = *generic;
  return library;
}

Result<Library> Library::built_in(Names const& names) { return of(load_books(builtin_sources(), names)); }

Rulebook const& Library::book_for(std::string_view platform) const {
  for (auto const& book : books_)
    if (book->shop.empty() && !book->platform.empty() && book->platform == platform) return *book;
  return *generic_;
}

Rulebook const& Library::book_for(std::string_view platform, std::string_view shop) const {
  auto const& below = book_for(platform);
  for (auto const& book : books_)
    if (!shop.empty() && book->shop == shop && book->extends == below.id) return *book;
  return below;
}

Rulebook const* Library::find(std::string_view id) const {
  auto const at = std::ranges::find(books_, id, [](auto const& book) -> std::string_view { return book->id; });
  return at == books_.end() ? nullptr : at->get();
}

Rulebook const* Library::find_digest(std::string_view digest) const {
  auto const at = std::ranges::find(books_, digest, [](auto const& book) -> std::string_view { return book->digest; });
  return at == books_.end() ? nullptr : at->get();
}

}  // namespace redress::rules
