#include "workflows/rulebook_loader/candidate.hpp"

#include "workflows/rulebook_loader/yaml_tree.hpp"

#include <algorithm>
#include <optional>

namespace redress::rules {
namespace {

// The head of a file alone: what else is wrong in it is for the loader to say.
std::optional<YamlNode> tree_of(BookSource const& file) {
  std::vector<Finding> ignored;
  Names const no_names;
  SourceText const text(file);
  FileCheck check(text, no_names, ignored);
  return parse_yaml(check);
}

std::string scalar(std::optional<YamlNode> const& root, std::string_view name) {
  auto const* node = root && root->kind == YamlNode::Kind::map ? root->find(name) : nullptr;
  return node && node->kind == YamlNode::Kind::scalar ? node->text : std::string{};
}

Finding no_book(BookSource const& file) {
  return {file.name,
          {},
          {"这个文件没有 platform，不是一本规则书", "this file names no platform, so it is a part and not a book"}};
}

}  // namespace

std::vector<std::string> includes_of(BookSource const& file) {
  std::vector<std::string> names;
  auto const root = tree_of(file);
  auto const* list = root && root->kind == YamlNode::Kind::map ? root->find("include") : nullptr;
  if (!list) return names;
  for (auto const& item : list->items)
    if (item.kind == YamlNode::Kind::scalar) names.push_back(item.text);
  return names;
}

Candidate load_candidate(std::vector<BookSource> files, Library const& built_in, Names const& names) {
  auto& file = files.front();
  auto const root = tree_of(file);
  if (auto name = scalar(root, "book"); !name.empty()) file.name = std::move(name);
  auto const platform = scalar(root, "platform");
  auto const stands_in_for = std::ranges::find_if(
      built_in.books(), [&](auto const& book) { return book->platform == (platform == "*" ? "" : platform); });
  std::vector<BookSource> sources;
  for (auto const& source : builtin_sources())
    if (platform.empty() || stands_in_for == built_in.books().end() || source.name != (*stands_in_for)->id)
      sources.push_back(source);
  sources.insert(sources.end(), files.begin(), files.end());
  auto loaded = load_books(sources, names);
  if (!loaded.findings.empty()) return {nullptr, std::move(loaded.findings)};
  auto const at = std::ranges::find(loaded.books, file.name, [](auto const& book) { return book->id; });
  if (at == loaded.books.end()) return {nullptr, {no_book(file)}};
  return {*at, {}};
}

}  // namespace redress::rules
