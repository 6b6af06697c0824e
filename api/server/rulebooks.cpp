#include "api/server/rulebooks.hpp"

#include "workflows/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace redress::api {

rules::Names workflow_names() { return rules::names_of(workflows::all_workflows()); }

Result<rules::Library> built_in_rulebooks() { return rules::Library::built_in(workflow_names()); }

namespace {

// Later files of a name count, so those of the folder stand in for built-in ones.
std::vector<rules::BookSource> with_built_in(std::span<rules::BookSource const> folder) {
  auto const builtin = rules::builtin_sources();
  std::vector<rules::BookSource> all(builtin.begin(), builtin.end());
  all.insert(all.end(), folder.begin(), folder.end());
  return all;
}

bool includes(rules::Rulebook const& book, std::string_view name) {
  return std::ranges::any_of(book.texts, [&](auto const& text) { return text.name == name; });
}

// A file that nothing would read is most likely misnamed.
bool has_a_use(rules::BookSource const& file, rules::Library const& library) {
  if (std::ranges::find(rules::builtin_sources(), file.name, &rules::BookSource::name) !=
      rules::builtin_sources().end())
    return true;
  if (auto const* book = library.find(file.name)) return !book->shop.empty();
  return std::ranges::any_of(library.books(), [&](auto const& book) { return includes(*book, file.name); });
}

// Of files that load: those that do not belong, and those that stand in for a platform's book without being it.
std::vector<rules::Finding> misfits(std::span<rules::BookSource const> folder, rules::Library const& library) {
  static auto const built_in = built_in_rulebooks();
  std::vector<rules::Finding> found;
  for (auto const& file : folder) {
    if (!has_a_use(file, library))
      found.push_back({file.name,
                       {},
                       {"不是店铺手册（缺少 shop 与 extends），不与内置文件同名，也没有手册引用它",
                        "is no shop's book (it has no `shop` and `extends`), has no built-in file's name, and no book "
                        "includes it"}});
    auto const* before = built_in->find(file.name);
    if (!before) continue;
    auto const* after = library.find(file.name);
    if (!after || after->platform != before->platform || !after->shop.empty())
      found.push_back(
          {file.name,
           {},
           {fmt::format("代替的是平台“{}”的手册，须写 platform: \"{}\"", before->platform, before->platform),
            fmt::format("stands in for the book of platform \"{0}\" and must say platform: \"{0}\"",
                        before->platform)}});
  }
  return found;
}

}  // namespace

Result<rules::Library> rulebooks_with(std::span<rules::BookSource const> folder) {
  auto library = rules::Library::of(rules::load_books(with_built_in(folder), workflow_names()));
  if (!library) return library.error();
  if (auto const found = misfits(folder, *library); !found.empty())
    return Fault{FaultKind::invalid_params, found.front().says, found.front().file + ".yaml"};
  return library;
}

CheckedRulebooks checked_rulebooks(std::span<rules::BookSource const> folder) {
  auto const names = workflow_names();
  auto const all = with_built_in(folder);
  auto loaded = rules::load_books(all, names);
  CheckedRulebooks checked{.library = std::nullopt, .findings = loaded.findings};
  if (!checked.findings.empty()) return checked;
  auto library = rules::Library::of(std::move(loaded));
  if (!library) {  // every file is sound, and yet there is no book for other platforms
    checked.findings.push_back({"generic", {}, library.error().says});
    return checked;
  }
  checked.findings = misfits(folder, *library);  // first: what else is found may only follow from a file out of place
  if (checked.findings.empty()) checked.findings = rules::check_sources(all, names);
  if (checked.findings.empty()) checked.library.emplace(std::move(*library));
  return checked;
}

Result<std::vector<rules::BookSource>> read_rulebook_folder(std::filesystem::path const& folder) {
  auto const cannot = [](std::filesystem::path const& path) {
    return Fault{FaultKind::not_found,
                 {fmt::format("无法读取规则手册 {}", path.string()),
                  fmt::format("cannot read the rulebooks at {}", path.string())}};
  };
  std::error_code failed;
  std::vector<rules::BookSource> books;
  for (std::filesystem::directory_iterator each{folder, failed}, end; !failed && each != end; each.increment(failed)) {
    if (each->path().extension() != ".yaml") continue;
    std::ifstream in{each->path()};
    if (!in) return cannot(each->path());
    books.push_back({each->path().stem().string(), std::string(std::istreambuf_iterator<char>(in), {})});
  }
  if (failed) return cannot(folder);
  std::ranges::sort(books, {}, &rules::BookSource::name);
  return books;
}

}  // namespace redress::api
