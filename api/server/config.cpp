#include "api/server/config.hpp"

#define TOML_EXCEPTIONS 0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <fstream>

namespace redress::api {
namespace {

std::string place(toml::source_region const& where) {
  return fmt::format("line {}, column {}", where.begin.line, where.begin.column);
}

Fault mistyped(toml::node const& node, std::string_view name, std::string_view wanted) {
  return invalid_params(place(node.source()), fmt::format("{} 须为 {}", name, wanted),
                        fmt::format("{} must be a {}", name, wanted));
}

}  // namespace

Result<void> read_config(std::filesystem::path const& file, AppOptions& options) {
  std::ifstream in{file};
  if (!in)
    return Fault{FaultKind::not_found,
                 {fmt::format("无法读取配置 {}", file.string()),
                  fmt::format("cannot read the configuration {}", file.string())}};
  auto const parsed = toml::parse(in, file.string());
  if (!parsed)
    return invalid_params(place(parsed.error().source()),
                          fmt::format("配置不是 TOML：{}", parsed.error().description()),
                          fmt::format("the configuration is no TOML: {}", parsed.error().description()));
  for (auto const& [key, node] : parsed.table()) {
    std::string_view const name = key.str();
    if (name == "data") {
      auto const text = node.value<std::string>();
      if (!text) return mistyped(node, name, "string");
      if (options.data_dir.empty()) options.data_dir = *text;
    } else if (name == "listen") {
      auto const text = node.value<std::string>();
      if (!text) return mistyped(node, name, "string");
      options.listen = *text;
    } else if (name == "rulebooks") {
      auto const text = node.value<std::string>();
      if (!text) return mistyped(node, name, "string");
      if (options.rulebooks.empty()) options.rulebooks = *text;
    } else if (name == "sandbox") {
      auto const flag = node.value<bool>();
      if (!flag) return mistyped(node, name, "boolean");
      options.sandbox = *flag;
    } else {
      return invalid_params(
          place(node.source()), fmt::format("没有配置项“{}”（可用：data, listen, rulebooks, sandbox）", name),
          fmt::format("there is no setting \"{}\" (there are: data, listen, rulebooks, sandbox)", name));
    }
  }
  return {};
}

}  // namespace redress::api
