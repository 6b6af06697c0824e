#include "tests/simulation/callers.hpp"

#include "tests/simulation/openings.hpp"

#include <algorithm>
#include <array>

namespace redress::simulation {
namespace {

using boost::json::array;
using boost::json::object;

constexpr int cases_max = 9;
constexpr std::array shops{"s1", "s2"};

std::string text_in(object const& json, std::string_view member) {
  auto const* found = json.if_contains(member);
  return found && found->is_string() ? std::string(found->get_string()) : std::string{};
}

// Whether money arrived is said by whoever moved it: a caller who makes it up is believed, and nothing adds up.
bool is_word_of_payments(std::string_view event) {
  return event.starts_with("payout_") || event.starts_with("compensation_");
}

}  // namespace

Actor Callers::someone(std::string_view shop, std::string_view role) {
  auto const number = role == "agent" ? 1 + world_.chance.below(2) : 1;
  return {
      .id = fmt::format("{}-{}-{}", shop, role, number), .role = role_from(role).value(), .shop = std::string(shop)};
}

// Callers count for themselves, so that different ones use the same ids.
std::string Callers::fresh_id(Actor const& actor) { return fmt::format("r{}", ++request_ids_[actor.id]); }

std::string Callers::some_shop() { return shops.at(world_.chance.below(shops.size())); }

SeenCase const* Callers::some_case(std::string const& shop) {
  std::vector<SeenCase const*> open;
  for (auto const& [id, seen] : promises_.cases())
    if (seen.shop == shop && (!seen.final || world_.chance.percent(5))) open.push_back(&seen);
  return open.empty() ? nullptr : open[world_.chance.below(open.size())];
}

void Callers::add_version(object& params, std::string const& case_id) {
  if (auto const heard = versions_.find(case_id); heard != versions_.end()) params.emplace("if_version", heard->second);
}

Message Callers::ask(Actor actor, std::string method, object params) {
  auto const number = ++numbers_;
  object const request{{"jsonrpc", "2.0"}, {"id", number}, {"method", method}, {"params", params}};
  bool const writes = params.contains("request_id");
  auto asked = std::make_shared<Asked>(Asked{std::move(actor), std::move(method), std::move(params)});
  Message message{std::move(asked), boost::json::serialize(request), number};
  if (writes) unanswered_.emplace(number, message);
  return message;
}

Message Callers::open() {
  ++opened_;
  auto const shop = some_shop();
  auto const actor = someone(shop, world_.chance.percent(70) ? "service" : "agent");
  auto params = an_opening(world_.chance, shop);
  params.emplace("request_id", fresh_id(actor));
  return ask(actor, "case.open", std::move(params));
}

Message Callers::look_at(SeenCase const& seen) {
  return ask(someone(seen.shop, world_.chance.percent(50) ? "service" : "agent"), "case.actions",
             {{"case_id", seen.id}});
}

// What moves money most directly, of an amount that may be too much.
Message Callers::agree(SeenCase const& seen) {
  auto const actor = someone(seen.shop, world_.chance.percent(50) ? "service" : "manager");
  object params{{"case_id", seen.id},
                {"event", seen.kind == "refund" ? "agree_refund" : "settle"},
                {"request_id", fresh_id(actor)}};
  if (world_.chance.percent(60))
    params.emplace("params",
                   object{{"amount", object{{"minor", world_.chance.between(1, 12000)}, {"currency", "CNY"}}}});
  if (world_.chance.percent(30)) add_version(params, seen.id);
  return ask(actor, "case.apply", std::move(params));
}

Message Callers::add_evidence(SeenCase const& seen) {
  constexpr std::array kinds{"E-CHAT", "E-TRACE", "E-SIGN", "E-INSPECT"};
  auto const actor = someone(seen.shop, "agent");
  return ask(actor, "evidence.add",
             {{"case_id", seen.id},
              {"kind", kinds.at(world_.chance.below(kinds.size()))},
              {"text", fmt::format("聊天记录 {}", world_.chance.below(1000))},
              {"source", "paste"},
              {"request_id", fresh_id(actor)}});
}

Message Callers::tell_facts(SeenCase const& seen) {
  auto const actor = someone(seen.shop, "service");
  object set{{"claim.photos", world_.chance.between(0, 3)}};
  if (world_.chance.percent(40)) set.emplace("warehouse.cancelled", world_.chance.percent(50));
  return ask(actor, "case.facts",
             {{"case_id", seen.id}, {"set", std::move(set)}, {"source", "wms"}, {"request_id", fresh_id(actor)}});
}

Message Callers::read_something(std::string const& shop) {
  auto const* seen = some_case(world_.chance.percent(70) ? shop : some_shop());
  auto const actor = someone(shop, world_.chance.percent(50) ? "agent" : "service");
  switch (world_.chance.below(4)) {
    case 0:
      return ask(actor, "case.list", {{"limit", 50}});
    case 1:
      return ask(someone(shop, "auditor"), "audit.checkpoint", {});
    case 2:
      if (seen) return ask(actor, "case.trail", {{"case_id", seen->id}});
      [[fallthrough]];
    default:
      return seen ? ask(actor, "case.get", {{"case_id", seen->id}}) : ask(actor, "case.list", {});
  }
}

// The very same text again, as a client does that has heard nothing.
std::vector<Message> Callers::retry() {
  auto const from_answered = !answered_.empty() && (unanswered_.empty() || world_.chance.percent(25));
  if (!from_answered && unanswered_.empty()) return {open()};
  world_.faults.add(Trouble::request_retried);
  if (from_answered) return {world_.chance.one_of(answered_)};
  auto at = unanswered_.begin();
  std::advance(at, world_.chance.below(unanswered_.size()));
  return {at->second};
}

// An id that was used before, for another request: to be refused, whatever became of the first.
std::vector<Message> Callers::reuse() {
  if (answered_.empty()) return {open()};
  auto const& first = *world_.chance.one_of(answered_).asked;
  auto const* seen = some_case(first.actor.shop);
  if (!seen) return {open()};
  world_.faults.add(Trouble::request_id_reused);
  auto params = object{{"case_id", seen->id},
                       {"set", object{{"claim.photos", 4}}},
                       {"source", fmt::format("reuse {}", numbers_)},
                       {"request_id", first.params.at("request_id")}};
  world_.reused_ids.insert({first.actor.id, text_in(first.params, "request_id")});
  return {ask(first.actor, "case.facts", std::move(params))};
}

std::vector<Message> Callers::act() {
  auto const shop = some_shop();
  auto const* seen = some_case(shop);
  if (!seen && opened_ < cases_max) return {open()};
  constexpr std::array weights{14, 26, 16, 12, 6, 10, 12, 3, 2, 3};
  switch (world_.chance.weighted(weights)) {
    case 0:
      if (opened_ < cases_max) return {open()};
      break;
    case 1:
      if (seen) return {look_at(*seen)};
      break;
    case 2:
      if (seen) return {agree(*seen)};
      break;
    case 3:
      if (seen) return {add_evidence(*seen)};
      break;
    case 4:
      if (seen) return {tell_facts(*seen)};
      break;
    case 5:
      return {read_something(shop)};
    case 6:
      return retry();
    case 7:
      return reuse();
    case 8: {
      auto const actor = someone(shop, "manager");
      return {
          ask(actor, "automation.set",
              {{"shop", shop}, {"on", world_.chance.percent(70)}, {"reason", "试"}, {"request_id", fresh_id(actor)}})};
    }
    default:
      if (seen) {
        auto const actor = someone(shop, "manager");
        return {ask(actor, "case.assign",
                    {{"case_id", seen->id}, {"assignee", "agent-9"}, {"request_id", fresh_id(actor)}})};
      }
  }
  return report_outcomes();
}

std::vector<Message> Callers::report_outcomes() {
  std::vector<Message> all;
  for (auto& [key, order] : world_.receiver.orders()) {
    if (!order.moves_money || order.reports || order.reported) continue;
    order.reported = true;
    auto const actor = someone(order.shop, "service");
    all.push_back(ask(actor, "case.apply",
                      {{"case_id", order.case_id},
                       {"event", order.outcome},
                       {"party", "payments"},
                       {"request_id", "outcome-" + key}}));
  }
  return all;
}

std::vector<Message> Callers::ask_again() {
  std::vector<Message> all;
  for (auto const& [number, message] : unanswered_) all.push_back(message);
  return all;
}

// One of the actions that were shown; sometimes a colleague takes another at the same moment, from the same look.
std::vector<Message> Callers::take_action(Actor const& actor, object const& result) {
  array actions;
  for (auto const& action : result.at("actions").as_array())
    if (!is_word_of_payments(text_in(action.as_object(), "event"))) actions.push_back(action);
  if (actions.empty()) return {};
  auto const apply = [&](Actor const& who) {
    auto const& action = actions[world_.chance.below(actions.size())].as_object();
    object params{{"case_id", result.at("case_id")},
                  {"event", action.at("event")},
                  {"params", action.at("example_params")},
                  {"request_id", fresh_id(who)}};
    if (world_.chance.percent(60)) params.emplace("if_version", result.at("version"));
    return ask(who, "case.apply", std::move(params));
  };
  std::vector<Message> all{apply(actor)};
  if (!world_.chance.percent(30)) return all;
  world_.faults.add(Trouble::same_version_raced);
  all.push_back(apply(someone(actor.shop, world_.chance.percent(50) ? "agent" : "manager")));
  return all;
}

std::vector<Message> Callers::hear(Message const& answer) {
  auto const parsed = boost::json::parse(answer.text).as_object();
  auto const& asked = *answer.asked;
  auto const* result = parsed.if_contains("result");
  auto const* error = parsed.if_contains("error");
  // "Something failed" says nothing about what became of the command: it is asked again until it is told.
  bool const unknown = error && text_in(error->at("data").as_object(), "kind") == "internal";
  if (auto const sent = unanswered_.find(answer.number); sent != unanswered_.end() && !unknown) {
    answered_.push_back(sent->second);
    unanswered_.erase(sent);
  }
  if (!result || !result->is_object()) return {};
  auto const& told = result->get_object();
  if (auto const* case_ = told.if_contains("case"); case_ && case_->is_object())
    versions_[text_in(case_->get_object(), "id")] = case_->at("version").to_number<std::int64_t>();
  if (asked.method != "case.actions") return {};
  versions_[text_in(told, "case_id")] = told.at("version").to_number<std::int64_t>();
  return take_action(asked.actor, told);
}

}  // namespace redress::simulation
