#include "api/server/rulebooks.hpp"

#include "storage/common/file.hpp"
#include "workflows/catalogue.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
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

// Written aside and renamed, so a reader of the folder finds the old text or the new one.
Result<void> replace(std::filesystem::path const& file, std::string_view text) {
  auto const aside = file.string() + ".part";
  std::filesystem::remove(aside);
  int const descriptor = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return storage::file_fault("无法建立文件", "cannot make the file", aside, errno);
  bool sound = true;
  while (sound && !text.empty()) {
    auto const written = ::write(descriptor, text.data(), text.size());
    sound = written > 0 || (written < 0 && errno == EINTR);
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  sound = sound && ::fsync(descriptor) == 0;
  int const why = errno;
  ::close(descriptor);
  if (sound && ::rename(aside.c_str(), file.c_str()) == 0) return {};
  auto const fault = storage::file_fault("无法写入文件", "cannot write the file", file, sound ? errno : why);
  ::unlink(aside.c_str());
  return fault;
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

std::vector<rules::BookSource> with_given(std::vector<rules::BookSource> files,
                                          std::vector<rules::BookSource> const& given) {
  for (auto const& each : given) {
    auto const at = std::ranges::find(files, each.name, &rules::BookSource::name);
    if (at == files.end())
      files.push_back(each);
    else
      *at = each;
  }
  return files;
}

RulebookFolder rulebook_folder(std::filesystem::path folder) {
  auto const read = [folder](std::vector<rules::BookSource> const& given) -> Result<CheckedRulebooks> {
    std::vector<rules::BookSource> files;
    if (!folder.empty()) {
      auto now = read_rulebook_folder(folder);
      if (!now) return now.error();
      files = std::move(*now);
    }
    return checked_rulebooks(with_given(std::move(files), given));
  };
  auto const keep = [folder](std::vector<rules::BookSource> const& given) -> Result<void> {
    if (folder.empty())
      return invalid_params("params.books", "服务启动时没有指定 --rulebooks 文件夹，无处保存手册",
                            "the server was started without --rulebooks DIR: there is no folder to keep them in");
    for (auto const& each : given)
      if (auto const written = replace(folder / (each.name + ".yaml"), each.text); !written) return written;
    return storage::sync_folder(folder);
  };
  return {read, keep};
}

}  // namespace redress::api
