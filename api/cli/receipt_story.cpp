#include "api/cli/receipt_story.hpp"

#include "engine/base/strict_json.hpp"

#include <fmt/format.h>

namespace redress::cli {
namespace {

using boost::json::object;

std::string text(object const& json, std::string_view name) {
  auto const* found = json.if_contains(name);
  return found && found->is_string() ? std::string(found->get_string()) : std::string{};
}

bool holds(ledger::ReceiptReport const& report, ledger::ReceiptStep step) {
  return report.steps[static_cast<std::size_t>(step)].outcome == ledger::StepOutcome::ok;
}

std::string believed(ledger::DateBound const& bound, std::string_view zh, std::string_view en) {
  return bound.believed ? fmt::format("{} / {}", zh, en)
                        : fmt::format("{}（仅为回执所称）/ {} (only the receipt says so)", zh, en);
}

std::string dates(ReceiptStory const& story, std::string const& at) {
  auto lines = fmt::format("何时 when      {}  按服务器的时钟 / by the server's clock\n", at);
  auto const& [later, earlier] = std::pair(story.report.not_later, story.report.not_earlier);
  lines += later ? fmt::format("  最迟 by       {}  {}\n", format_rfc3339(later->at),
                               believed(*later, later->by == "stamp" ? "时间戳" : "见证人 " + later->by,
                                        later->by == "stamp" ? "time stamp" : "witnessed by " + later->by))
                 : std::string("  最迟 by       无旁证 / nobody else says\n");
  lines += earlier ? fmt::format("  最早 not before {}  {}\n", format_rfc3339(earlier->at),
                                 believed(*earlier, "见证人 " + earlier->by, "witnessed by " + earlier->by))
                   : std::string("  最早 not before 无旁证 / nobody else says\n");
  return lines;
}

std::string decision(ReceiptStory const& story) {
  auto const& entry = *story.entry;
  bool const accepted = text(entry, "outcome") == "accepted";
  auto lines =
      fmt::format("何人 who       {}（{}），代表 {} / {} ({}), for the {}\n", text(entry, "actor"), text(entry, "role"),
                  text(entry, "party"), text(entry, "actor"), text(entry, "role"), text(entry, "party"));
  if (text(entry, "kind") == "office")
    return lines +
           fmt::format("何事 what      {}：{} {}\n", text(entry, "case_id"), text(entry, "event"),
                       boost::json::serialize(entry.at("params"))) +
           dates(story, text(entry, "at"));
  lines += fmt::format("何事 what      {} {}：{} → {}，{} / {}\n", text(entry, "case_id"), text(entry, "event"),
                       text(entry, "from"), text(entry, "to"), accepted ? "已接受" : "已拒绝",
                       accepted ? "accepted" : "refused");
  if (auto const* refusal = entry.if_contains("refusal"))
    lines += fmt::format("  因为 because  {}\n", text(refusal->as_object(), "code"));
  lines += dates(story, text(entry, "at"));
  lines += fmt::format("依据 under     {}\n", text(entry, "rulebook"));
  for (auto const& each : entry.at("rules").as_array()) {
    auto const& rule = each.as_object();
    if (!rule.at("applies").as_bool()) continue;
    auto const& says = rule.at("says").as_object();
    lines += fmt::format("  {:<10} {:<9} {}\n             {} / {}\n", text(rule, "id"), text(rule, "verdict"),
                         text(rule, "cites"), text(says, "zh"), text(says, "en"));
  }
  return lines;
}

}  // namespace

bool ReceiptStory::ok() const {
  return report.ok() && (!rules || rules->outcome != api::RulesAgain::Outcome::otherwise);
}

ReceiptStory story_of(ledger::Receipt const& receipt, std::optional<ledger::VerifierKey> const& pinned,
                      ledger::DatePolicy const& policy) {
  ReceiptStory story{ledger::check_receipt(receipt, pinned, policy)};
  if (!holds(story.report, ledger::ReceiptStep::entry_form)) return story;
  story.entry = parse_strict_json(receipt.entry).value().as_object();
  if (holds(story.report, ledger::ReceiptStep::rulebook))
    story.rules = api::run_rules_again(*story.entry, receipt.rulebook.texts);
  return story;
}

object to_json(ReceiptStory const& story) {
  auto json = ledger::to_json(story.report);
  json["ok"] = story.ok();
  if (story.entry) {
    object decision;
    for (std::string_view const name : {"id", "case_id", "shop", "actor", "role", "party", "kind", "event", "from",
                                        "to", "outcome", "at", "refusal", "override", "rulebook", "rulebook_digest"})
      if (auto const* member = story.entry->if_contains(name)) decision.emplace(name, *member);
    json["decision"] = std::move(decision);
    boost::json::array clauses;
    for (auto const& rule : story.entry->at("rules").as_array()) {
      auto const& members = rule.as_object();
      clauses.push_back(object{{"id", members.at("id")},
                               {"cites", members.at("cites")},
                               {"verdict", members.at("verdict")},
                               {"applies", members.at("applies")},
                               {"says", members.at("says")}});
    }
    json["clauses"] = std::move(clauses);
  }
  if (story.rules)
    json["rules"] = {{"outcome", name_of(story.rules->outcome)},
                     {"run", story.rules->run},
                     {"says", to_json(story.rules->says)},
                     {"differs", boost::json::value_from(story.rules->differs)},
                     {"untold", boost::json::value_from(story.rules->untold)}};
  return json;
}

std::string to_text(ReceiptStory const& story) {
  std::string lines;
  if (story.entry) lines += decision(story) + "\n";
  for (auto const& step : story.report.steps)
    lines += fmt::format("{:<10} {:<10} {} / {}\n", ledger::name_of(step.step), ledger::name_of(step.outcome),
                         step.says.zh, step.says.en);
  if (story.rules)
    lines += fmt::format("{:<10} {:<10} {} / {}\n", "rules", name_of(story.rules->outcome), story.rules->says.zh,
                         story.rules->says.en);
  if (story.ok()) return lines + "\n证明成立 / the proof holds\n";
  auto const* wrong = story.report.first_wrong();
  return lines + fmt::format("\n证明不成立：{} / the proof does not hold: {}\n",
                             wrong ? ledger::name_of(wrong->step) : "rules",
                             wrong ? ledger::name_of(wrong->step) : "rules");
}

}  // namespace redress::cli
