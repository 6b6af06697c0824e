#include "api/service/due_moves.hpp"

#include "engine/cases/derive.hpp"
#include "engine/cases/worktime.hpp"
#include "engine/rules/calendar.hpp"
#include "engine/rules/rulebook_json.hpp"
#include "workflows/catalogue.hpp"

#include <algorithm>
#include <map>

namespace redress::api {
namespace {

constexpr int page = 200;

template <class T>
bool same(std::shared_ptr<T const> const& a, std::shared_ptr<T const> const& b) {
  return a == b || (a && b && *a == *b);
}

bool same_item(rules::Deadline const& a, rules::Deadline const& b) {
  return rules::to_json(a) == rules::to_json(b) && same(a.calendar, b.calendar);
}

// What two books say of one slot.
class SlotsCompared {
 public:
  SlotsCompared(rules::Rulebook const& was, rules::Rulebook const& will) : was_(was), will_(will) {
    if (was.digest == will.digest) return;
    differ_ = true;
    plans_differ_ = !same_list(was.reminders, will.reminders) || !same(was.calendar, will.calendar);
  }

  bool anything() const { return differ_; }

  bool differs(std::string const& slot) {
    if (!differ_) return false;
    if (plans_differ_) return true;
    auto const at = known_.find(slot);
    if (at != known_.end()) return at->second;
    bool const differs = !same_of_slot(was_.deadlines, will_.deadlines, slot) ||
                         !same_of_slot(was_.shop_deadlines, will_.shop_deadlines, slot);
    return known_.emplace(slot, differs).first->second;
  }

 private:
  template <class Item>
  static bool same_list(std::vector<Item> const& a, std::vector<Item> const& b) {
    return std::ranges::equal(a, b,
                              [](auto const& x, auto const& y) { return rules::to_json(x) == rules::to_json(y); });
  }

  static bool same_of_slot(std::vector<rules::Deadline> const& a, std::vector<rules::Deadline> const& b,
                           std::string_view slot) {
    std::vector<rules::Deadline const*> of_a, of_b;
    for (auto const& each : a)
      if (each.slot == slot) of_a.push_back(&each);
    for (auto const& each : b)
      if (each.slot == slot) of_b.push_back(&each);
    return std::ranges::equal(of_a, of_b, [](auto const* x, auto const* y) { return same_item(*x, *y); });
  }

  rules::Rulebook const& was_;
  rules::Rulebook const& will_;
  bool differ_ = false;
  bool plans_differ_ = false;
  std::map<std::string, bool> known_;
};

LoadedCase loaded(StoreReader& store, Case case_, Workflow const& workflow, LibraryPointer const& library) {
  LoadedCase made;
  made.evidence = store.evidence_of(case_.id);
  if (auto account = store.order_account(case_)) made.account = std::move(*account);
  made.workflow = &workflow;
  made.library = library;
  made.book = &library->book_for(case_.platform, case_.shop);
  made.case_ = std::move(case_);
  return made;
}

std::optional<Instant> target_of(World const& world, StateSpec const& state) {
  if (world.book.shop_deadlines.empty()) return std::nullopt;
  auto const facts = facts_at(world, nullptr);
  auto const due = rules::find_shop_due(world.book, state.deadline, {facts, world.evidence}, rules_at(world));
  return due ? std::optional(due->at) : std::nullopt;
}

bool counts_by_calendar(rules::Rulebook const& book, std::string_view deadline_id) {
  return std::ranges::any_of(book.deadlines,
                             [&](auto const& each) { return each.id == deadline_id && each.calendar != nullptr; });
}

std::vector<std::pair<Instant, Instant>> plan_of(World const& world) {
  std::vector<std::pair<Instant, Instant>> plan;
  for (auto const& each : case_reminders(world, world.now)) plan.emplace_back(each.of.at, each.at);
  return plan;
}

class OneCase {
 public:
  OneCase(LoadedCase const& will, rules::Rulebook const& was, StateSpec const& state, Instant now)
      : will_(will.world(now)),
        was_{will_.workflow, was, will_.case_, will_.account, will_.evidence, now, will_.automation_off},
        state_(state) {}

  void look(DueMoves& found) const {
    auto const& case_ = will_.case_;
    bool recount = false;
    auto const before = due_of(was_, facts_at(was_, nullptr));
    auto const after = due_of(will_, facts_at(will_, nullptr));
    auto const stored = case_.due ? std::optional(case_.due->at) : std::nullopt;
    auto const moved = after ? std::optional(after->at) : std::nullopt;
    if (moved != (before ? std::optional(before->at) : std::nullopt) && moved != stored) {
      bool const at_once =
          after && case_.due && after->id == case_.due->id && counts_by_calendar(will_.book, after->id);
      found.moves.push_back(move("due", stored, moved, at_once));
      recount = at_once;
    }
    auto const target_before = target_of(was_, state_);
    auto const target_after = target_of(will_, state_);
    if (target_before != target_after) found.moves.push_back(move("shop_due", target_before, target_after, true));
    if (recount || plan_of(was_) != plan_of(will_)) found.recount.push_back(case_.id);
  }

 private:
  DueMove move(std::string what, std::optional<Instant> before, std::optional<Instant> after, bool at_once) const {
    return {will_.case_.id, will_.case_.shop, std::string(state_.deadline), std::move(what), before, after, at_once};
  }

  World will_;
  World was_;
  StateSpec const& state_;
};

boost::json::value time_json(std::optional<Instant> at) {
  return at ? boost::json::value(format_rfc3339(*at)) : boost::json::value(nullptr);
}

}  // namespace

DueMoves due_moves(StoreReader& store, rules::Library const& was, LibraryPointer const& will, Instant now) {
  DueMoves found;
  std::map<std::pair<std::string, std::string>, SlotsCompared> books;  // by platform and shop
  bool any = false;
  for (auto const& book : will->books()) {
    auto const* before = was.find(book->id);
    any = any || !before || before->digest != book->digest;
  }
  for (auto const& book : was.books()) any = any || !will->find(book->id);
  if (!any) return found;
  CaseFilter filter{.final = false, .limit = page};
  do {
    auto cases = store.list_cases(filter);
    for (auto& case_ : cases.cases) {
      auto const* workflow = workflows::find_workflow(case_.kind);
      auto const* state = workflow ? workflow->find_state(case_.state) : nullptr;
      if (!state || state->final || state->deadline.empty()) continue;
      auto const& book_was = was.book_for(case_.platform, case_.shop);
      auto& slots =
          books.try_emplace({case_.platform, case_.shop}, book_was, will->book_for(case_.platform, case_.shop))
              .first->second;
      if (!slots.differs(std::string(state->deadline))) continue;
      auto const one = loaded(store, std::move(case_), *workflow, will);
      OneCase(one, book_was, *state, now).look(found);
    }
    filter.cursor = cases.next_cursor;
  } while (!filter.cursor.empty());
  return found;
}

boost::json::object to_json(DueMove const& move) {
  return {{"case_id", move.case_id},
          {"shop", move.shop},
          {"slot", move.slot},
          {"what", move.what},
          {"before", time_json(move.before)},
          {"after", time_json(move.after)},
          {"moves", move.at_once ? "at_once" : "with_next_command"}};
}

}  // namespace redress::api
