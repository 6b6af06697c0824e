// The longest text JSON may hold, in every place where a method's example has a text and for every other text it takes:
// the real binary answers each call and goes on.
#include "tests/e2e/server_process.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace redress::e2e {
namespace {

using boost::json::object;
using boost::json::value;

constexpr std::size_t longest_text = 256 * 1024;

object params_of(object const& method) {
  object params;
  for (auto const& param : method.at("examples").at(0).at("params").as_array())
    params.emplace(param.at("name").as_string(), param.at("value"));
  return params;
}

std::vector<std::string> texts_beside(object const& params, object const& method) {
  std::vector<std::string> names;
  for (auto const& param : method.at("params").as_array())
    if (auto const* type = param.at("schema").as_object().if_contains("type"); type && *type == "string")
      if (!params.contains(param.at("name").as_string())) names.emplace_back(param.at("name").as_string());
  return names;
}

std::vector<value*> texts_in(value& root) {
  std::vector<value*> places{&root}, texts;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (auto* members = places[i]->if_object())
      for (auto& member : *members) places.push_back(&member.value());
    else if (auto* items = places[i]->if_array())
      for (auto& item : *items) places.push_back(&item);
    else if (places[i]->is_string())
      texts.push_back(places[i]);
  }
  return texts;
}

TEST(LongTexts, are_answered_wherever_they_stand) {
  Folder const folder;
  ServerProcess server{folder.path(), {"--sandbox"}};
  std::map<std::string, std::string> tokens{{"admin", server.admin()}};
  auto const token_of = [&](std::string const& role) {
    auto const known = tokens.find(role);
    return known != tokens.end() ? known->second : tokens[role] = server.token(role, "s1");
  };
  auto const document = server.client(token_of("admin")).call("rpc.discover", {}).result;
  int asked = 0;
  for (auto const& each : document.at("methods").as_array()) {
    auto const& method = each.as_object();
    std::string const name(method.at("name").as_string());
    auto client = server.client(token_of(std::string(method.at("x-roles").at(0).as_string())));
    auto const is_answered = [&](value const& params, std::string_view where) {
      auto const outcome = client.call(name, params.as_object());
      ++asked;
      if (outcome.exit == cli::Exit::ok) return;  // a text that may be so long, such as a rulebook
      ASSERT_NE(outcome.exit, cli::Exit::unreachable) << name << " " << where;
      auto const& kind = outcome.error.at("data").at("kind");
      EXPECT_TRUE(kind != "internal" && kind != "rate_limited") << name << " " << where << " " << kind;
    };
    value params = params_of(method);
    for (auto* const text : texts_in(params)) {
      value const before = std::exchange(*text, boost::json::string(longest_text, 'a'));
      is_answered(params, before.as_string());
      if (HasFatalFailure()) return;
      *text = before;
    }
    for (auto const& beside : texts_beside(params.as_object(), method)) {
      auto more = params.as_object();
      more.emplace(beside, boost::json::string(longest_text, 'a'));
      is_answered(more, beside);
      if (HasFatalFailure()) return;
    }
  }
  constexpr int asked_at_least = 200;
  EXPECT_GE(asked, asked_at_least);
  EXPECT_EQ(server.stop(), 0);
}

}  // namespace
}  // namespace redress::e2e
