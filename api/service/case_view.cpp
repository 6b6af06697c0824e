#include "api/service/case_view.hpp"

#include "api/service/evidence_files.hpp"

#include <algorithm>
#include <array>

namespace redress::api {
namespace {

boost::json::object claim_view(Case const& case_) {
  auto const& facts = case_.facts;
  boost::json::object json{{"reason", case_.reason}, {"reason_code", facts.text("claim.reason")}};
  if (facts.known("claim.wants")) json.emplace("wants", facts.text("claim.wants"));
  if (facts.known("claim.goods_received")) json.emplace("goods_received", facts.flag("claim.goods_received"));
  if (facts.known("claim.amount_minor"))
    json.emplace("amount", to_json(Money{facts.integer("claim.amount_minor"), case_.currency}));
  if (facts.known("replacement.sku"))
    json.emplace(
        "replacement",
        boost::json::object{{"sku", facts.text("replacement.sku")},
                            {"price", to_json(Money{facts.integer("replacement.price_minor"), case_.currency})}});
  if (!case_.claim_lines.empty()) {
    boost::json::array lines;
    for (auto const& line : case_.claim_lines)
      lines.push_back(boost::json::object{{"id", line.id}, {"quantity", line.quantity}});
    json.emplace("lines", std::move(lines));
  }
  return json;
}

boost::json::array links_view(Case const& case_) {
  boost::json::array links;
  for (auto const& link : case_.links)
    links.push_back(boost::json::object{{"case_id", link.case_id}, {"relation", link.relation}});
  return links;
}

}  // namespace

boost::json::object due_view(CaseDue const& due) {
  return {
      {"at", format_rfc3339(due.at)}, {"owed_by", name_of(due.owed_by)}, {"id", due.id}, {"on_expiry", due.on_expiry},
      {"source", due.source},         {"says", to_json(due.says)}};
}

boost::json::object case_view(Case const& case_, Workflow const& workflow) {
  boost::json::object json{
      {"id", case_.id},
      {"shop", case_.shop},
      {"kind", case_.kind},
      {"workflow_version", case_.workflow_version},
      {"platform", case_.platform},
      {"state", case_.state},
      {"final", case_.final},
      {"version", case_.version},
      {"opened_at", format_rfc3339(case_.opened_at)},
      {"state_entered_at", format_rfc3339(case_.state_entered_at)},
      {"order_id", case_.order_id},
      {"claim", claim_view(case_)},
      {"refunded", to_json(Money{case_.account.refunded_minor, case_.currency})},
      {"pending", to_json(Money{case_.account.pending_minor, case_.currency})},
      {"compensated", to_json(Money{case_.account.compensation_paid_minor, case_.currency})},
      {"links", links_view(case_)},
      {"flags", boost::json::value_from(case_.flags)},
  };
  if (auto const* state = workflow.find_state(case_.state)) {
    json.emplace("state_says", boost::json::object{{"zh", state->zh}, {"en", state->en}});
    json.emplace("owed_by", name_of(case_.due ? case_.due->owed_by : state->owed_by));
    if (!state->raw_status.empty()) json.emplace("raw_status", state->raw_status);
  }
  if (!case_.buyer.empty()) json.emplace("buyer", case_.buyer);
  if (case_.due) json.emplace("due", due_view(*case_.due));
  if (!case_.assignee.empty()) json.emplace("assignee", case_.assignee);
  return json;
}

boost::json::object evidence_view(Evidence const& item) {
  boost::json::object json{{"id", item.id},
                           {"kind", item.kind},
                           {"sha256", item.sha256},
                           {"size", item.size_bytes},
                           {"mime", item.mime},
                           {"source", item.source},
                           {"helps", item.helps},
                           {"added_at", format_rfc3339(item.added_at)},
                           {"added_by", item.added_by}};
  if (auto const* kind = find_evidence_kind(item.kind))
    json.emplace("kind_says", boost::json::object{{"zh", kind->zh}, {"en", kind->en}});
  if (item.captured_at) json.emplace("captured_at", format_rfc3339(*item.captured_at));
  if (item.text) json.emplace("text", *item.text);
  if (!item.text && !item.commitment.empty()) json.emplace("erased", true);
  if (!item.note.empty()) json.emplace("note", item.note);
  constexpr std::array supported{std::pair{std::string_view{"us"}, "seller"},
                                 std::pair{std::string_view{"them"}, "buyer"}};
  auto const side = std::ranges::find(supported, std::string_view{item.helps}, &decltype(supported)::value_type::first);
  json.emplace("supports", side == supported.end() ? "neutral" : side->second);
  json.emplace("weight", name_of(item.weight));
  json.emplace("admissible", item.weight != Weight::inadmissible);
  if (!item.name.empty()) json.emplace("name", visible_name(item.name));
  if (!item.derived_from.empty())
    json.emplace("derived_from", boost::json::object{{"id", item.derived_from}, {"how", item.derived_how}});
  if (!item.attributes.empty()) json.emplace("attributes", item.attributes);
  if (!item.quotes.empty()) json.emplace("quotes", item.quotes);
  return json;
}

}  // namespace redress::api
