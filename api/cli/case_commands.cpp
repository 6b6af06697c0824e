// The agent's commands: list, show, actions, open, apply.
#include "api/cli/commands.hpp"
#include "api/cli/given_file.hpp"
#include "api/cli/output.hpp"

#include <fmt/format.h>

#include <iostream>
#include <iterator>

namespace redress::cli {
namespace {

using boost::json::object;

void print_due(object const& from) {
  auto const* due = from.if_contains("due");
  if (!due) return;
  auto const& known = due->as_object();
  std::cout << fmt::format("  {} -> {} ({})", text_at(known, "at"), text_at(known, "on_expiry"),
                           text_at(known, "owed_by"));
}

object read_object(std::string const& text, std::string_view what) {
  boost::system::error_code no;
  auto json = boost::json::parse(text, no);
  if (!no && json.is_object()) return std::move(json.get_object());
  throw LocalFailure{
      invalid_params({}, fmt::format("{} 须为 JSON 对象", what), fmt::format("{} must be a JSON object", what)),
      Exit::usage};
}

}  // namespace

Exit call(Common const& common, std::string const& method, std::string const& params) {
  return report(RpcClient{common.target}.call(method, read_object(params, "PARAMS-JSON")), common.json);
}

Exit case_list(Common const& common, ListOptions const& options) {
  object params{{"limit", options.limit}};
  for (auto const& [name, value] : {std::pair{"kind", &options.kind}, std::pair{"state", &options.state},
                                    std::pair{"owed_by", &options.owed_by}, std::pair{"text", &options.text}})
    if (!value->empty()) params.emplace(name, *value);
  auto const outcome = RpcClient{common.target}.call("case.list", std::move(params));
  if (outcome.exit != Exit::ok || common.json) return report(outcome, common.json);
  for (auto const& each : outcome.result.at("cases").as_array()) {
    auto const& known = each.as_object();
    std::cout << fmt::format("{}  {:<16} {:<28}", text_at(known, "id"), text_at(known, "kind"),
                             text_at(known, "state"));
    print_due(known);
    std::cout << "\n";
  }
  if (outcome.result.as_object().contains("next_cursor"))
    std::cerr << fmt::format(
        "只列出前 {0} 件，还有更多：用 --limit 或条件收窄\n"
        "the first {0} only, there are more: give another --limit, or narrow it\n",
        options.limit);
  return Exit::ok;
}

Exit case_show(Common const& common, std::string const& case_id, std::string const& as_of) {
  boost::json::object params{{"case_id", case_id}};
  if (!as_of.empty()) params.emplace("as_of", as_of);
  return report(RpcClient{common.target}.call("case.get", std::move(params)), common.json);
}

Exit case_actions(Common const& common, std::string const& case_id) {
  auto const outcome = RpcClient{common.target}.call("case.actions", {{"case_id", case_id}});
  if (outcome.exit != Exit::ok || common.json) return report(outcome, common.json);
  auto const& result = outcome.result.as_object();
  std::cout << text_at(result, "state");
  print_due(result);
  std::cout << "\n";
  for (auto const& each : result.at("actions").as_array()) {
    auto const& action = each.as_object();
    bool const allowed = action.at("allowed").as_bool();
    auto const& says = action.at("says").as_object();
    std::cout << fmt::format("{} {:<24} {} / {}\n", allowed ? "+" : "-", text_at(action, "event"), text_at(says, "zh"),
                             text_at(says, "en"));
    if (allowed) continue;
    auto const& why = action.at("why_not").as_array().front().as_object();
    std::cout << fmt::format("    {}\n    {}\n", text_at(why.at("says").as_object(), "zh"),
                             text_at(why.at("says").as_object(), "en"));
  }
  return Exit::ok;
}

Exit case_open(Common const& common, std::string const& file) {
  auto params = read_object(
      file == "-" ? std::string(std::istreambuf_iterator<char>(std::cin), {}) : content_of_given(file), file);
  if (!params.contains("request_id")) params.emplace("request_id", fresh_request_id());
  return report(RpcClient{common.target}.call("case.open", std::move(params)), common.json);
}

object request_of(ApplyOptions const& options) {
  auto params = read_object(options.params, "--params");
  object request{{"case_id", options.case_id},
                 {"event", options.event},
                 {"params", std::move(params)},
                 {"request_id", options.request_id.empty() ? fresh_request_id() : options.request_id}};
  if (!options.party.empty()) request.emplace("party", options.party);
  if (!options.note.empty()) request.emplace("note", options.note);
  boost::json::array evidence;
  for (auto const& item : options.evidence) {
    boost::system::error_code no;
    auto json = item.starts_with('{') ? boost::json::parse(item, no) : boost::json::value(boost::json::string(item));
    if (no)
      throw LocalFailure{
          invalid_params({}, "--evidence 须为证据编号或 JSON 对象", "--evidence is an id or a JSON object"),
          Exit::usage};
    evidence.push_back(std::move(json));
  }
  if (!evidence.empty()) request.emplace("evidence", std::move(evidence));
  return request;
}

Exit case_apply(Common const& common, ApplyOptions const& options) {
  auto request = request_of(options);
  if (!options.overrides.empty())
    request.emplace("override",
                    object{{"rules", boost::json::value_from(options.overrides)}, {"reason", options.reason}});
  return report(RpcClient{common.target}.call(options.preview ? "case.preview" : "case.apply", std::move(request)),
                common.json);
}

}  // namespace redress::cli
