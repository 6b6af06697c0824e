#include "api/service/rules_again.hpp"

#include "engine/cases/party.hpp"
#include "engine/rules/consult.hpp"
#include "engine/rules/proof.hpp"
#include "workflows/catalogue.hpp"
#include "workflows/rulebook_loader/library.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace redress::api {
namespace {

using boost::json::object;

std::string_view text_of(object const& json, std::string_view name) {
  auto const* found = json.if_contains(name);
  return found && found->is_string() ? std::string_view(found->get_string()) : std::string_view{};
}

rules::BookPointer book_of(std::span<ledger::RulebookText const> texts, std::string_view digest) {
  std::vector<rules::BookSource> sources;
  for (auto const& [name, text] : texts) sources.push_back({name, text});
  auto const loaded = rules::load_books(sources, rules::names_of(workflows::all_workflows()));
  auto const at =
      std::ranges::find(loaded.books, digest, [](auto const& book) -> std::string_view { return book->digest; });
  return at == loaded.books.end() ? nullptr : *at;
}

// What one rule read, as it was recorded; a value that is no longer of the fact's type makes the rule differ.
bool read_facts(object const& recorded, Facts& facts) {
  for (auto const& read : recorded.at("facts_read").as_object()) {
    auto const index = fact_index(read.key());
    if (!index) return false;
    if (read.value().is_null()) continue;
    auto const& spec = fact_schema()[*index];
    auto value = fact_from_json(spec.type, read.value(), std::string(spec.path));
    if (!value) return false;
    facts.set(spec.path, std::move(*value));
  }
  return true;
}

std::vector<Evidence> read_evidence(object const& recorded) {
  std::vector<Evidence> items;
  constexpr std::int64_t counts_for = 10'000;  // no case has more; a receipt is not to be believed about memory
  auto const* counts = recorded.if_contains("evidence_read");
  if (!counts) return items;
  for (auto const& [kind, count] : counts->as_object())
    for (std::int64_t i = 0; count.is_int64() && i < std::min(count.get_int64(), counts_for); ++i)
      items.emplace_back().kind = std::string(kind);
  return items;
}

class Rerun {
 public:
  Rerun(object const& entry, rules::Rulebook const& book)
      : entry_(entry),
        book_(book),
        by_manager_(text_of(entry, "role") == name_of(Role::manager)),
        accepted_(text_of(entry, "outcome") == "accepted") {
    if (auto const* passed = entry.if_contains("override"))
      if (auto const* rules = passed->as_object().if_contains("rules"); rules && rules->is_array())
        for (auto const& each : rules->get_array())
          if (each.is_string()) passed_.emplace_back(each.get_string());
  }

  RulesAgain run() && {
    for (auto const& each : entry_.at("rules").as_array()) judge(each.as_object());
    conclude();
    return std::move(result_);
  }

 private:
  void judge(object const& recorded) {
    ++result_.run;
    auto const id = std::string(text_of(recorded, "id"));
    bool judged = false;
    // Versions of one rule differ in their dates; which one counted was decided by a moment that a rule may not have
    // read, so any of that id and version may be the one.
    for (auto const& rule : book_.rules) {
      if (rule.id != id || rule.version != text_of(recorded, "version")) continue;
      if (!recorded.contains("evidence_read") && !rules::evidence_named(rule).empty() &&
          was_older_form(recorded, rule)) {
        result_.untold.push_back(id);
        return;
      }
      judged = judged || comes_to_the_same(rule, recorded);
      if (judged) return;
    }
    result_.differs.push_back(id);
  }

  // With evidence named and nothing recorded of it: fine where the rule decides without asking for it.
  static bool was_older_form(object const& recorded, rules::Rule const& rule) {
    Facts facts;
    if (!read_facts(recorded, facts)) return false;
    return !rules::judge(rule, {facts, {}}).evidence_read.empty();
  }

  bool comes_to_the_same(rules::Rule const& rule, object const& recorded) {
    Facts facts;
    if (!read_facts(recorded, facts)) return false;
    auto const evidence = read_evidence(recorded);
    auto const verdict = rules::judge(rule, {facts, evidence});
    if (name_of(verdict.verdict) != text_of(recorded, "verdict") || verdict.applies != recorded.at("applies").as_bool())
      return false;
    if (decides() && verdict.refuses(by_manager_) && std::ranges::find(passed_, rule.id) == passed_.end())
      refusing_.push_back(rule.id);
    return true;
  }

  // Facts and evidence that arrive, and proposals, are kept whatever the rules say of them.
  bool decides() const {
    constexpr std::string_view no_decisions[] = {"facts_reported", "evidence_added", "assigned", "linked"};
    auto const event = text_of(entry_, "event");
    return std::ranges::find(no_decisions, event) == std::end(no_decisions) && !event.starts_with("override_");
  }

  void conclude() {
    auto const kind =
        entry_.contains("refusal") ? text_of(entry_.at("refusal").as_object(), "kind") : std::string_view{};
    auto const code =
        entry_.contains("refusal") ? text_of(entry_.at("refusal").as_object(), "code") : std::string_view{};
    bool const names_a_rule = std::ranges::any_of(
        entry_.at("rules").as_array(), [&](auto const& each) { return text_of(each.as_object(), "id") == code; });
    if (!result_.differs.empty()) {
      otherwise(fmt::format("重新计算后，这些规则的结论与记录不同：{}", fmt::join(result_.differs, ", ")),
                fmt::format("run again, these rules come to another verdict than recorded: {}",
                            fmt::join(result_.differs, ", ")));
    } else if (accepted_ && !refusing_.empty()) {
      otherwise(fmt::format("记录为接受，但规则 {} 拒绝且未被越过", fmt::join(refusing_, ", ")),
                fmt::format("recorded as accepted, but {} refuses and was not passed", fmt::join(refusing_, ", ")));
    } else if (!accepted_ && kind == "rule_blocked" && names_a_rule && result_.untold.empty() &&
               std::ranges::find(refusing_, code) == refusing_.end()) {
      otherwise(fmt::format("记录为规则 {} 拒绝，但重新计算它并不拒绝", code),
                fmt::format("recorded as refused by {}, which does not refuse when run again", code));
    } else if (!result_.untold.empty()) {
      result_.says = {
          fmt::format("{} 条规则中 {} 条的结论重新计算后相同；其余的所读证据没有记录：{}", result_.run,
                      result_.run - result_.untold.size(), fmt::join(result_.untold, ", ")),
          fmt::format("{} of {} rules come to the same verdict; what the others read of the evidence was not "
                      "recorded: {}",
                      result_.run - result_.untold.size(), result_.run, fmt::join(result_.untold, ", "))};
    } else {
      result_.says = {fmt::format("用记录的事实重新计算 {} 条规则，结论相同", result_.run),
                      fmt::format("{} rules were run again on the recorded facts: the same verdicts", result_.run)};
    }
  }

  void otherwise(std::string zh, std::string en) {
    result_.outcome = RulesAgain::Outcome::otherwise;
    result_.says = {std::move(zh), std::move(en)};
  }

  object const& entry_;
  rules::Rulebook const& book_;
  bool by_manager_;
  bool accepted_;
  std::vector<std::string> passed_;    // by an override
  std::vector<std::string> refusing_;  // rules that refuse and were not passed
  RulesAgain result_;
};

}  // namespace

std::string_view name_of(RulesAgain::Outcome outcome) {
  constexpr std::string_view names[] = {"same", "otherwise", "untold"};
  return names[static_cast<std::size_t>(outcome)];
}

RulesAgain run_rules_again(object const& entry, std::span<ledger::RulebookText const> texts) {
  if (entry.at("rules").as_array().empty())
    return {.says = {"这条记录没有用到规则", "no rule was consulted for this entry"}};
  auto const book = book_of(texts, text_of(entry, "rulebook_digest"));
  if (!book)
    return {.outcome = RulesAgain::Outcome::untold,
            .says = {"本程序读不了这本规则手册，未重新计算规则",
                     "this program cannot read that rulebook, so its rules were not run again"}};
  return Rerun{entry, *book}.run();
}

}  // namespace redress::api
