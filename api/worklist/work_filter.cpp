#include "api/worklist/work_filter.hpp"

#include "api/service/shop_asked.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace redress::api {
namespace {

using boost::json::object;

constexpr std::array more_than_the_store{
    "assignee",    "waiting_evidence",  "overdue",      "unassigned", "asked_platform", "responded",
    "flagged",     "awaiting_approval", "responded_by", "due_from",   "opened_from",    "opened_to",
    "closed_from", "closed_to",         "sort",         "count",      "owed_by"};

std::optional<bool> flag_in(object const& params, std::string_view name) {
  auto const* found = params.if_contains(name);
  return found && found->is_bool() ? std::optional(found->get_bool()) : std::nullopt;
}

class Params {
 public:
  explicit Params(object const& params) : params_(params) {}

  std::optional<std::string> text(std::string_view name) const {
    auto text = text_of(params_, name);
    if (text.empty()) return std::nullopt;
    return text;
  }
  std::optional<Instant> time(std::string_view name) {
    auto const text = text_of(params_, name);
    if (text.empty()) return std::nullopt;
    auto const at = parse_rfc3339(text);
    if (at) return *at;
    if (!fault_) fault_ = Fault{at.error().kind, at.error().says, "params." + std::string(name)};
    return std::nullopt;
  }
  std::optional<Fault> const& fault() const { return fault_; }

 private:
  object const& params_;
  std::optional<Fault> fault_;
};

/// A filter with its words looked up; a word no case ever had matches nothing.
class WorkMatch {
 public:
  WorkMatch(WorkTable const& table, WorkFilter const& filter)
      : table_(table),
        filter_(filter),
        shop_(number(table.shops(), filter.shop)),
        kind_(number(table.kinds(), filter.kind)),
        state_(number(table.states(), filter.state)),
        assignee_(number(table.people(), filter.assignee)),
        responded_by_(number(table.people(), filter.responded_by)) {
    if (filter.owed_by) owed_by_ = party_from(*filter.owed_by);
    if (filter.owed_by && !owed_by_) impossible_ = true;
  }

  bool impossible() const { return impossible_; }

  bool open_only() const {
    auto const wants = [](std::optional<bool> const& asked) { return asked.value_or(false); };
    return (filter_.final && !*filter_.final) || (owed_by_ && *owed_by_ != Party::nobody) || filter_.due_from ||
           filter_.due_before || wants(filter_.overdue) || wants(filter_.waiting_evidence) ||
           wants(filter_.awaiting_approval);
  }

  bool operator()(WorkRow const& row) const {
    return row.begun && words(row) && marks(row) && times(row) && found(row);
  }

 private:
  std::optional<std::uint16_t> number(Words16 const& words, std::optional<std::string> const& asked) {
    if (!asked) return std::nullopt;
    auto const known = words.find(*asked);
    if (!known) impossible_ = true;
    return known;
  }

  template <class Asked, class Has>
  static bool is(std::optional<Asked> const& asked, Has const& has) {
    return !asked || *asked == has;
  }

  bool words(WorkRow const& row) const {
    return is(shop_, row.shop) && is(kind_, row.kind) && is(state_, row.state) && is(assignee_, row.assignee) &&
           is(responded_by_, row.responded_by) && is(owed_by_, row.owed_by);
  }
  bool marks(WorkRow const& row) const {
    bool const ours = row.owed_by == Party::seller;
    bool const waits = !row.final && ours && row.waits_for_evidence;
    bool const overdue = !row.final && ours && row.due_ms != 0 && row.due_ms < filter_.now.ms;
    return is(filter_.final, row.final) && is(filter_.waiting_evidence, waits) && is(filter_.overdue, overdue) &&
           is(filter_.unassigned, row.assignee == 0) && is(filter_.asked_platform, row.asked_platform) &&
           is(filter_.responded, row.responded_ms != 0) && is(filter_.flagged, row.flagged) &&
           is(filter_.awaiting_approval, !row.final && row.approval_until_ms > filter_.now.ms);
  }
  static bool within(std::int64_t at_ms, std::optional<Instant> const& from, std::optional<Instant> const& to) {
    if (!from && !to) return true;
    return at_ms != 0 && (!from || at_ms >= from->ms) && (!to || at_ms < to->ms);
  }
  bool times(WorkRow const& row) const {
    return within(row.due_ms, filter_.due_from, filter_.due_before) &&
           within(row.opened_ms, filter_.opened_from, filter_.opened_to) &&
           within(row.closed_ms, filter_.closed_from, filter_.closed_to);
  }
  bool found(WorkRow const& row) const { return !filter_.among || filter_.among->contains(table_.id_of(row)); }

  WorkTable const& table_;
  WorkFilter const& filter_;
  bool impossible_ = false;
  std::optional<std::uint16_t> shop_, kind_, state_, assignee_, responded_by_;
  std::optional<Party> owed_by_;
};

}  // namespace

bool needs_work_table(object const& params) {
  return std::ranges::any_of(more_than_the_store, [&](auto const* name) { return params.contains(name); });
}

Result<WorkFilter> work_filter_of(DeskCall const& call, Instant now) {
  auto const& params = call.params;
  Params read(params);
  WorkFilter filter{.kind = read.text("kind"),
                    .state = read.text("state"),
                    .owed_by = read.text("owed_by"),
                    .assignee = read.text("assignee"),
                    .responded_by = read.text("responded_by"),
                    .final = flag_in(params, "final"),
                    .waiting_evidence = flag_in(params, "waiting_evidence"),
                    .overdue = flag_in(params, "overdue"),
                    .unassigned = flag_in(params, "unassigned"),
                    .asked_platform = flag_in(params, "asked_platform"),
                    .responded = flag_in(params, "responded"),
                    .flagged = flag_in(params, "flagged"),
                    .awaiting_approval = flag_in(params, "awaiting_approval"),
                    .due_from = read.time("due_from"),
                    .due_before = read.time("due_before"),
                    .opened_from = read.time("opened_from"),
                    .opened_to = read.time("opened_to"),
                    .closed_from = read.time("closed_from"),
                    .closed_to = read.time("closed_to"),
                    .now = now};
  if (read.fault()) return *read.fault();
  if (filter.assignee == "me") filter.assignee = call.actor.id;
  if (auto shop = shop_asked(call); !shop.empty()) filter.shop = std::move(shop);
  if (auto const sort = text_of(params, "sort"); sort == "opened")
    filter.sort = WorkSort::opened;
  else if (sort == "amount")
    filter.sort = WorkSort::amount;
  return filter;
}

void for_each_match(WorkTable const& table, WorkFilter const& filter, std::function<void(WorkRow const&)> const& body) {
  WorkMatch const matches(table, filter);
  if (matches.impossible()) return;
  auto const rows = table.rows();
  if (matches.open_only()) {
    for (auto const at : table.open_rows())
      if (matches(rows[at])) body(rows[at]);
  } else {
    for (auto const& row : rows)
      if (matches(row)) body(row);
  }
}

std::int64_t sort_key(WorkRow const& row, WorkSort sort) {
  if (sort == WorkSort::opened) return -row.opened_ms;
  if (sort == WorkSort::amount) return -row.claimed_minor;
  return row.due_ms == 0 ? std::numeric_limits<std::int64_t>::max() : row.due_ms;
}

}  // namespace redress::api
