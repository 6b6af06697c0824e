#include "api/server/rulebooks.hpp"

#include "workflows/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace redress::api {

rules::Names workflow_names() { return rules::names_of(workflows::all_workflows()); }

Result<rules::Library> built_in_rulebooks() { return rules::Library::built_in(workflow_names()); }

Result<rules::Library> rulebooks_with(std::span<rules::BookSource const> shops) {
  auto const builtin = rules::builtin_sources();
  std::vector<rules::BookSource> all(builtin.begin(), builtin.end());
  for (auto const& shop : shops) {
    if (std::ranges::find(builtin, shop.name, &rules::BookSource::name) != builtin.end())
      return invalid_params(shop.name + ".yaml", "这个名字属于内置手册，请给店铺手册换个文件名",
                            "a built-in rulebook has this name: name the shop's file otherwise");
    all.push_back(shop);
  }
  auto library = rules::Library::of(rules::load_books(all, workflow_names()));
  if (!library) return library.error();
  for (auto const& shop : shops)
    if (auto const* book = library->find(shop.name); !book || book->shop.empty())
      return invalid_params(shop.name + ".yaml", "不是店铺手册（缺少 shop 与 extends）",
                            "is no shop's book: it has no `shop` and `extends`");
  return library;
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
