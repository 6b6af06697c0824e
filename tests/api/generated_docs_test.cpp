// Pages that are made from the program itself must say what the program says. REDRESS_REWRITE=1 writes them anew.
#include "api/rpc/document.hpp"
#include "engine/facts/schema.hpp"
#include "workflows/catalogue.hpp"
#include "workflows/diagram.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace redress::api {
namespace {

void expect_page(std::string const& name, std::string const& text) {
  auto const path = std::filesystem::path(REDRESS_SOURCE_DIR) / "docs" / name;
  if (std::getenv("REDRESS_REWRITE")) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  std::ifstream in{path};
  std::string const kept(std::istreambuf_iterator<char>(in), {});
  EXPECT_TRUE(kept == text) << path << " is stale: run the tests once with REDRESS_REWRITE=1";
}

TEST(GeneratedDocs, facts) {
  std::string text =
      "# Facts 事实\n\nGenerated from `engine/facts/schema.cpp`. 本页由事实表自动生成。\n\n"
      "`opened` facts come with case.open, `reported` ones from services, agents and events; both may be set by "
      "case.facts. `derived`\n"
      "ones are computed at every decision; `event` ones live for one attempt. Nothing personal is a fact.\n\n"
      "| path | type | origin | 中文 | English |\n| --- | --- | --- | --- | --- |\n";
  for (auto const& spec : fact_schema())
    text += fmt::format("| `{}` | {} | {} | {} | {} |\n", spec.path, name_of(spec.type), name_of(spec.origin), spec.zh,
                        spec.en);
  expect_page("facts.md", text);
}

TEST(GeneratedDocs, rpc) {
  std::string text =
      "# RPC reference 接口参考\n\nGenerated from `api/rpc/openrpc.json`, the document that `rpc.discover` serves and "
      "params are checked against.\n"
      "本页由 `rpc.discover` 所提供的同一份文档自动生成。 Transport, limits and errors: "
      "[transport.md](transport.md).\n";
  auto const document = boost::json::parse(rpc::document_text()).as_object();
  for (auto const& each : document.at("methods").as_array()) {
    auto const& method = each.as_object();
    std::string roles;
    for (auto const& role : method.at("x-roles").as_array())
      roles += fmt::format("{}{}", roles.empty() ? "" : ", ", std::string_view{role.as_string()});
    text += fmt::format("\n## {}\n\n{} {}\n\n{}; roles: {}.\n", std::string_view{method.at("name").as_string()},
                        std::string_view{method.at("summary").as_string()},
                        std::string_view{method.at("description").as_string()},
                        method.at("x-writes").as_bool() ? "A command"
                        : method.contains("x-changes")  ? "Changes something, durable before the answer"
                                                        : "Reads only",
                        roles);
    if (!method.at("params").as_array().empty()) text += "\n| param | required | schema |\n| --- | --- | --- |\n";
    for (auto const& param : method.at("params").as_array())
      text += fmt::format("| `{}` | {} | `{}` |\n", std::string_view{param.at("name").as_string()},
                          param.at("required").as_bool() ? "yes" : "", boost::json::serialize(param.at("schema")));
    boost::json::object example;
    for (auto const& param : method.at("examples").as_array().front().at("params").as_array())
      example.emplace(param.at("name").as_string(), param.at("value"));
    text += fmt::format("\nExample: `{}`\n", boost::json::serialize(example));
  }
  expect_page("rpc.md", text);
}

TEST(GeneratedDocs, workflows) {
  for (auto const* workflow : workflows::all_workflows())
    expect_page(fmt::format("workflows/{}.md", workflow->kind()), workflows::markdown(*workflow));
}

}  // namespace
}  // namespace redress::api
