#include "api/service/audit_filter.hpp"

#include "api/service/answer.hpp"
#include "api/service/shop_asked.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace redress::api {
namespace {

using boost::json::object;

Result<std::optional<Instant>> moment(object const& params, std::string_view name) {
  auto const text = text_of(params, name);
  if (text.empty()) return std::optional<Instant>{};
  auto const at = parse_rfc3339(text);
  if (!at) return Fault{at.error().kind, at.error().says, fmt::format("params.{}", name)};
  return std::optional<Instant>{*at};
}

std::optional<std::int64_t> whole(object const& params, std::string_view name) {
  auto const* found = params.if_contains(name);
  if (!found) return std::nullopt;
  return found->to_number<std::int64_t>();
}

// Such texts stand in canonical JSON as they are, between quotes.
bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

// An entry's `at`: the member after `actor`, and no quote inside a string stands unescaped.
std::string_view at_of(std::string_view bytes) {
  constexpr std::string_view mark = R"(,"at":")";
  auto const begin = bytes.find(mark);
  if (begin == std::string_view::npos) return {};
  auto const rest = bytes.substr(begin + mark.size());
  return rest.substr(0, rest.find('"'));
}

bool names(std::vector<CitedClause> const& clauses, std::string_view rule) {
  return std::ranges::find(clauses, rule, &CitedClause::rule) != clauses.end();
}

}  // namespace

Result<AuditFilter> AuditFilter::of(DeskCall const& call) {
  auto const& params = call.params;
  AuditFilter filter;
  for (auto const& [bound, name] : {std::pair{&filter.from_, "from"}, std::pair{&filter.to_, "to"}}) {
    auto const at = moment(params, name);
    if (!at) return at.error();
    *bound = *at;
  }
  if (filter.from_ && filter.to_ && *filter.to_ <= *filter.from_)
    return invalid_params("params.to", "结束时间须晚于开始时间", "the end must be later than the beginning");
  filter.amount_min_ = whole(params, "amount_min");
  filter.amount_max_ = whole(params, "amount_max");
  if (filter.amount_min_ && filter.amount_max_ && *filter.amount_max_ < *filter.amount_min_)
    return invalid_params("params.amount_max", "金额上限低于下限", "the upper amount is below the lower one");
  filter.rule_ = text_of(params, "rule");
  auto const part = text_of(params, "rule_part");
  if (filter.rule_.empty() && !part.empty())
    return invalid_params("params.rule_part", "须同时给出 rule", "goes with `rule` only");
  bool const of_refused = part.empty() ? text_of(params, "outcome") == "refused" : part == "refused";
  if (of_refused) filter.rule_part_ = RulePart::refused;
  if (part == "passed") filter.rule_part_ = RulePart::passed;
  filter.shop_ = shop_asked(call);
  filter.case_id_ = text_of(params, "case_id");
  filter.code_ = text_of(params, "code");
  for (auto const& [asked, name] : {std::pair{&filter.closing_, "closing"}, std::pair{&filter.moves_, "moves"}})
    if (auto const* given = params.if_contains(name)) *asked = given->as_bool();
  if (filter.from_) filter.from_text_ = format_rfc3339(*filter.from_);
  if (filter.to_) filter.to_text_ = format_rfc3339(*filter.to_);
  if (!filter.shop_.empty()) filter.members_.emplace_back("shop", filter.shop_);
  for (auto const& [param, member] :
       {std::pair{"person", "actor"}, std::pair{"role", "role"}, std::pair{"outcome", "outcome"},
        std::pair{"event", "event"}, std::pair{"kind", "kind"}, std::pair{"party", "party"}})
    if (auto value = text_of(params, param); !value.empty()) filter.members_.emplace_back(member, std::move(value));
  for (auto const& [name, value] : filter.members_)
    if (is_plain(value)) filter.needles_.push_back(fmt::format(R"("{}":"{}")", name, value));
  for (auto const* value : {&filter.rule_, &filter.code_})
    if (!value->empty() && is_plain(*value)) filter.needles_.push_back(fmt::format(R"("{}")", *value));
  return filter;
}

bool AuditFilter::may_cover(Entry const& entry) const {
  if (!case_id_.empty() && entry.case_id != case_id_) return false;
  if (from_ || to_) {
    auto const at = at_of(entry.bytes);  // all of one form, so they compare as texts
    if ((from_ && at < from_text_) || (to_ && to_text_ <= at)) return false;
  }
  return std::ranges::all_of(needles_,
                             [&](std::string const& needle) { return entry.bytes.find(needle) != std::string::npos; });
}

bool AuditFilter::covers_rule(AuditEntry const& entry, BookShelf& shelf, StoreReader& store) const {
  switch (rule_part_) {
    case RulePart::refused:
      return names(entry.refused_by(shelf, store), rule_);
    case RulePart::passed:
      return names(entry.passed(), rule_);
    case RulePart::consulted:
      return names(entry.consulted(), rule_);
  }
  return false;
}

bool AuditFilter::covers_plain(AuditEntry const& entry) const {
  for (auto const& [name, value] : members_)
    if (entry.text(name) != value) return false;
  if (!code_.empty() && entry.refusal_code() != code_) return false;
  if (moves_ && entry.tries_a_move() != *moves_) return false;
  return !closing_ || entry.closes() == *closing_;
}

bool AuditFilter::covers(AuditEntry const& entry, BookShelf& shelf, StoreReader& store) const {
  if (!covers_plain(entry)) return false;
  if (amount_min_ || amount_max_) {
    auto const amount = entry.amount();
    if (!amount || (amount_min_ && amount->minor < *amount_min_) || (amount_max_ && *amount_max_ < amount->minor))
      return false;
  }
  return rule_.empty() || covers_rule(entry, shelf, store);
}

Fault window_too_large(AuditBounds const& bounds) {
  return {FaultKind::too_large,
          {fmt::format("时间范围内的记录超过 {} 条，请缩小范围", bounds.window_entries),
           fmt::format("more than {} entries in this window: narrow it", bounds.window_entries)},
          "params.from"};
}

Fault no_cursor_of_this() {
  return invalid_params("params.cursor", "不是本接口给出的游标", "is no cursor of this method");
}

Result<std::int64_t> seq_from_cursor(object const& params) {
  std::int64_t seq = 0;
  auto const cursor = text_of(params, "cursor");
  auto const* end = cursor.data() + cursor.size();
  auto const [stop, wrong] = std::from_chars(cursor.data(), end, seq);
  if (!cursor.empty() && (wrong != std::errc{} || stop != end || seq < 0)) return no_cursor_of_this();
  return seq;
}

}  // namespace redress::api
