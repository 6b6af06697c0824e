#include "engine/cases/fix.hpp"

#include "engine/cases/evidence_kinds.hpp"
#include "engine/ledger/hash.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress {
namespace {

std::string fix_request_id(FixContext const& context, std::string_view what) {
  return fmt::format("fix-{}-{}-{}", context.case_id, context.case_version, what);
}

// Another content is another command, so it has another request id.
void name_by_content(Fix& call, FixContext const& context) {
  auto const content = ledger::hex(ledger::sha256({ledger::as_bytes(boost::json::serialize(call.params))}));
  call.params["request_id"] = fmt::format("{}-{}", fix_request_id(context, context.event), content.substr(0, 8));
}

using Reads = std::vector<rules::FactRead>;

bool reads(Reads const& facts_read, std::string_view path) {
  return std::ranges::any_of(facts_read, [&](auto const& read) { return read.path == path; });
}

bool reads_any(Reads const& facts_read, std::string_view prefix) {
  return std::ranges::any_of(facts_read, [&](auto const& read) { return read.path.starts_with(prefix); });
}

// Whether what the rule read comes from this parameter: directly, as a sum it would move, or as words counted.
bool turns(ParamSpec const& param, Reads const& facts_read) {
  if (!param.fact.empty() && reads(facts_read, param.fact)) return true;
  if (param.type == ParamType::money)
    return reads(facts_read, "event.refund_minor") || reads(facts_read, "event.compensation_minor");
  return param.name == "message" && reads_any(facts_read, "event.message_");
}

void leave_to_fill_in(boost::json::object& params, ParamSpec const& param) {
  auto& value = params[param.name];
  if (auto* money = value.if_object())
    (*money)["minor"] = nullptr;
  else if (param.type == ParamType::text)
    value = "";
  else
    value = nullptr;
}

}  // namespace

Fix add_evidence(FixContext const& context, std::string const& kind) {
  auto const* known = find_evidence_kind(kind);
  boost::json::object params{{"case_id", context.case_id}, {"kind", kind}};
  params.emplace(known && known->textual ? "text" : "sha256", "");
  params.emplace("source", known && known->textual ? "wangwang" : "upload");
  if (wants_capture_time(kind)) params.emplace("captured_at", "");
  params.emplace("request_id", fix_request_id(context, kind));
  return {"evidence.add", std::move(params)};
}

Fix report_fact(FixContext const& context, std::string const& path, boost::json::value value) {
  return {"case.facts",
          {{"case_id", context.case_id},
           {"set", boost::json::object{{path, std::move(value)}}},
           {"source", "agent"},
           {"request_id", fix_request_id(context, path)}}};
}

void as_asked(Fix& call, Attempt const& asked) {
  for (auto const& [name, text] : asked.personal) call.params["params"].as_object()[name] = "";
  if (asked.party != party_of({.event = {}, .actor = asked.actor}, *asked.event))
    call.params["party"] = name_of(asked.party);
}

Fix same_call(FixContext const& context) {
  auto params = context.example_params;
  if (context.asked_params)
    for (auto const& member : *context.asked_params) params[member.key()] = member.value();
  return {"case.apply",
          {{"case_id", context.case_id},
           {"event", context.event},
           {"params", std::move(params)},
           {"request_id", fix_request_id(context, context.event)}}};
}

Fix same_call_by(FixContext const& context, Attempt const& asked, Party party) {
  auto call = same_call(context);
  as_asked(call, asked);
  call.params["party"] = name_of(party);
  name_by_content(call, context);
  return call;
}

std::optional<Fix> same_call_over(FixContext const& context, Attempt const& asked,
                                  std::optional<std::int64_t> amount_minor, Currency currency) {
  auto const amount = std::ranges::find_if(asked.event->params, [](ParamSpec const& param) {
    return param.fact == "event.amount_minor" || param.fact == "claim.amount_minor";
  });
  if (amount == asked.event->params.end()) return std::nullopt;
  auto call = same_call(context);
  as_asked(call, asked);
  auto money = to_json(Money{amount_minor.value_or(0), currency});
  if (!amount_minor) money["minor"] = nullptr;
  call.params["params"].as_object()[amount->name] = std::move(money);
  name_by_content(call, context);
  return call;
}

Fix change_params(FixContext const& context, Attempt const& asked, Reads const& facts_read) {
  auto call = same_call(context);
  as_asked(call, asked);
  auto& params = call.params["params"].as_object();
  bool const given = std::ranges::any_of(
      asked.event->params, [&](auto const& param) { return params.contains(param.name) && turns(param, facts_read); });
  for (auto const& param : asked.event->params)
    if (turns(param, facts_read) && params.contains(param.name) == given) leave_to_fill_in(params, param);
  if (reads_any(facts_read, "event.proof_"))
    call.params["evidence"] =
        boost::json::array{boost::json::object{{"kind", ""}, {"sha256", ""}, {"source", "upload"}}};
  name_by_content(call, context);
  return call;
}

}  // namespace redress
