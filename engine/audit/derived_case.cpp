#include "engine/audit/derived_case.hpp"

#include "engine/facts/facts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::audit {
namespace {

namespace json = boost::json;

[[noreturn]] void broken(ToldEntry const& entry, std::string what, std::string_view zh, std::string_view en) {
  throw Found{entry_finding(entry, std::move(what), zh, en)};
}

std::string own(std::string_view text) { return std::string(text); }

Instant instant_of(std::string_view text) { return parse_rfc3339(text).value(); }

}  // namespace

DerivedCase::DerivedCase(ToldEntry const& opening)
    : id_(opening.case_id),
      shop_(opening.text("shop")),
      kind_(opening.text("kind")),
      platform_(opening.text("platform")),
      workflow_version_(opening.integer("workflow_version")),
      state_(opening.text("from")) {
  auto const& params = opening.object("params");
  auto const* order = params.if_contains("order");
  if (opening.case_seq != 0 || opening.text("event") != "open" || !order || !order->is_object())
    broken(opening, "case_gap", "案件的轨迹不是从开案开始", "the case's trail does not begin with its opening");
  order_id_ = text_in(params, "order_id");
  reason_ = text_in(params, "reason");
  buyer_ = text_in(params, "buyer");
  currency_ = text_in(order->get_object(), "currency");
  auto const* lines = params.if_contains("lines");
  claim_lines_ = lines ? json::serialize(*lines) : "[]";
  if (auto const from = text_in(params, "continues"); !from.empty()) links_.emplace_back(from, "continues");
  if (opening.integer("v") >= 2) money_.goods_reserved = false;
}

void DerivedCase::take(ToldEntry const& entry, OrderCeiling& order) {
  check_chain(entry);
  check_move(entry);
  if (entry.accepted()) {
    money_.take(entry, order);
    take_acts(entry);
  }
  // A refused opening is kept as a case that never began, with what was told of it.
  if (entry.accepted() || entries_ == 0) take_facts(entry);
  auto const* due = entry.members().if_contains("due");
  due_ = due ? json::serialize(*due) : std::string{};
  state_ = entry.text("to");
  take_standing(entry);
  ++entries_;
  last_leaf_ = entry.leaf;
}

void DerivedCase::check_chain(ToldEntry const& entry) const {
  if (entry.case_seq != entries_)
    broken(entry, "case_gap", fmt::format("应为本案第 {} 条，却是第 {} 条", entries_, entry.case_seq),
           fmt::format("it should be the case's entry {}, and is {}", entries_, entry.case_seq));
  auto const before = entries_ == 0 ? std::string{} : ledger::hex(last_leaf_);
  if (entry.text("prev_hash") != before)
    broken(entry, "chain", "与本案上一条记录不衔接", "it does not follow the case's previous entry");
  if (entry.integer("case_version") != entries_ + 1)
    broken(entry, "chain", "案件版本号与轨迹长度不符", "its case version is not the length of the trail");
  auto const same = entry.text("shop") == shop_ && entry.text("kind") == kind_ && entry.text("platform") == platform_ &&
                    entry.integer("workflow_version") == workflow_version_;
  if (!same)
    broken(entry, "chain", "店铺、类型、平台或流程版本与开案时不同",
           "its shop, kind, platform or workflow version is not the opening's");
}

void DerivedCase::check_move(ToldEntry const& entry) const {
  if (entry.text("from") != state_)
    broken(entry, "state", fmt::format("起始状态 {} 不是上一条的终点 {}", entry.text("from"), state_),
           fmt::format("it starts from {}, the last one ended in {}", entry.text("from"), state_));
  if ((entry.text("event") == "open") != (entries_ == 0) && entry.accepted())
    broken(entry, "state", "开案只能是第一条记录", "a case is opened by its first entry and by no other");
  if (final_.value_or(false) && entry.text("to") != state_)
    broken(entry, "state", "案件已结束却又改变了状态", "the case had ended, and yet its state changed");
  if (entry.text("event") == "deadline_passed" && entry.accepted()) {
    if (due_.empty() || instant_of(text_in(json::parse(due_).get_object(), "at")) > instant_of(entry.text("at")))
      broken(entry, "deadline", "时限未到却已触发", "a deadline fired that had not passed");
  }
  if (auto const* passed = entry.members().if_contains("override");
      passed && entry.accepted() && text_in(passed->get_object(), "proposed_by") == entry.text("actor"))
    broken(entry, "four_eyes", "提议人确认了自己的破例", "an override was confirmed by whoever proposed it");
}

void DerivedCase::take_facts(ToldEntry const& entry) {
  for (auto const& member : entry.object("facts_set")) {
    auto const index = fact_index(member.key());
    if (!index) continue;  // a fact of another version of this program
    auto const place = static_cast<std::uint16_t>(*index);
    auto const at = std::ranges::lower_bound(facts_, place, {}, &std::pair<std::uint16_t, std::string>::first);
    bool const known = at != facts_.end() && at->first == place;
    if (member.value().is_null()) {
      if (known) facts_.erase(at);
      continue;
    }
    auto const& spec = fact_schema()[*index];
    auto value = fact_from_json(spec.type, member.value(), own(spec.path));
    if (!value)
      broken(entry, "entry_form", fmt::format("事实 {} 的值类型不对", spec.path),
             fmt::format("the fact {} has a value of another type", spec.path));
    auto text = json::serialize(redress::to_json(*value));
    if (known)
      at->second = std::move(text);
    else
      facts_.emplace(at, place, std::move(text));
  }
}

void DerivedCase::take_acts(ToldEntry const& entry) {
  auto const event = entry.text("event");
  auto const& params = entry.object("params");
  if (event == "assigned") assignee_ = text_in(params, "assignee");
  if (event == "linked") links_.emplace_back(text_in(params, "to"), text_in(params, "relation"));
}

void DerivedCase::take_standing(ToldEntry const& entry) {
  auto const* standing = entry.members().if_contains("standing");
  if (!standing) {  // version 1 does not say; what was known may be so no longer
    final_.reset();
    flags_.reset();
    entered_at_.clear();
    return;
  }
  auto const& told = standing->get_object();
  final_ = told.at("final").get_bool();
  if (*final_ && !due_.empty())
    broken(entry, "deadline", "案件已结束却还有时限", "the case has ended, and yet a deadline runs");
  opened_at_ = text_in(told, "opened_at");
  entered_at_ = text_in(told, "entered_at");
  auto& flags = flags_.emplace();
  for (auto const& flag : told.at("flags").get_array()) flags.emplace_back(flag.get_string());
}

std::string DerivedCase::owed_by() const {
  return due_.empty() ? "nobody" : own(text_in(json::parse(due_).get_object(), "owed_by"));
}

std::optional<std::int64_t> DerivedCase::due_ms() const {
  if (due_.empty()) return std::nullopt;
  return instant_of(text_in(json::parse(due_).get_object(), "at")).ms;
}

std::vector<std::string_view> DerivedCase::untold() const {
  std::vector<std::string_view> names;
  if (!final_) names.emplace_back("final");
  if (opened_at_.empty()) names.emplace_back("opened_at");
  if (entered_at_.empty()) names.emplace_back("state_entered_at");
  if (!flags_) names.emplace_back("flags");
  if (!money_.goods_reserved) names.emplace_back("account.goods_reserved");
  return names;
}

json::object DerivedCase::to_json() const {
  json::array links;
  for (auto const& [case_id, relation] : links_)
    links.push_back(json::object{{"case_id", case_id}, {"relation", relation}});
  json::object facts;
  for (auto const& [place, text] : facts_) facts.emplace(fact_schema()[place].path, json::parse(text));
  json::object content{{"id", id_},
                       {"shop", shop_},
                       {"kind", kind_},
                       {"workflow_version", workflow_version_},
                       {"platform", platform_},
                       {"order_id", order_id_},
                       {"buyer", buyer_},
                       {"state", state_},
                       {"version", entries_},
                       {"currency", currency_},
                       {"reason", reason_},
                       {"claim_lines", json::parse(claim_lines_)},
                       {"account", money_.to_json()},
                       {"links", std::move(links)},
                       {"assignee", assignee_},
                       {"facts", std::move(facts)},
                       {"last_hash", ledger::hex(last_leaf_)}};
  if (final_) content.emplace("final", *final_);
  if (!opened_at_.empty()) content.emplace("opened_at", opened_at_);
  if (!entered_at_.empty()) content.emplace("state_entered_at", entered_at_);
  if (flags_) content.emplace("flags", json::value_from(*flags_));
  if (!due_.empty()) content.emplace("due", json::parse(due_));
  return content;
}

}  // namespace redress::audit
