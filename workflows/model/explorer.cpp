#include "workflows/model/explorer.hpp"

#include "engine/cases/derive.hpp"
#include "workflows/model/ends.hpp"
#include "workflows/model/likeness.hpp"
#include "workflows/model/moves.hpp"
#include "workflows/model/step_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace redress::model {
namespace {

constexpr std::string_view expiry = "deadline_passed";
constexpr Instant started{1'782'000'000'000};  // 2026-06-21, when the books of today are in force

// Another case of the same order, whose buyer was paid back some of it.
Case paid_sibling() {
  Case sibling;
  sibling.id = "case_sibling";
  sibling.state = "SUCCESS";
  sibling.final = true;
  sibling.account.refunded_minor = 9'000;
  sibling.account.moved = {{"l1", 6'500, true}, {"l2", 2'500, true}};
  return sibling;
}

// Takes the first row whose condition holds, as the machine does, and tells which.
class Picking final : public RowAsker {
 public:
  bool allows(RowSpec const& row) override {
    picked = &row;
    return true;
  }
  RowSpec const* picked = nullptr;
};

class Explorer {
 public:
  Explorer(Workflow const& workflow, rules::Rulebook const& book, WalkOptions const& options)
      : workflow_(workflow),
        book_(book),
        options_(options),
        turning_(options.turning ? *options.turning : turning_facts(workflow)),
        marks_(workflow, turning_),
        platform_(book.platform.empty() ? "other" : book.platform),
        file_(full_file(started)) {
    walk_.workflow = &workflow;
    walk_.book = &book;
    for (std::size_t i = 0; i < workflow.rows().size(); ++i) {
      auto const& row = workflow.rows()[i];
      rows_[{row.from->name, row.on->name}].push_back(i);
    }
    likeness_.emplace(workflow, turning_, told_by_automation(), options.changes_together);
  }

  Walk run() {
    open_cases();
    for (std::size_t at = 0; at < walk_.situations.size() && walk_.whole && !enough(); ++at) {
      if (at % 100 == 0) options_.on_progress(static_cast<std::int64_t>(at));
      leave(at);
    }
    if (walk_.whole && !enough()) check_ends(walk_, edges_, seen_findings_);
    return std::move(walk_);
  }

 private:
  using Pair = std::pair<std::string_view, std::string_view>;

  // What comes to be known beside automation's events.
  std::vector<Change> told_by_automation() {
    std::vector<Change> told;
    for (auto const& [pair, rows] : rows_) {
      Case case_;
      case_.kind = workflow_.kind();
      case_.state = pair.first;
      case_.opened_at = started;
      OrderAccount const account{};
      for (auto const& facts :
           licences(*workflow_.rows()[rows.front()].on, {workflow_, book_, case_, account, {}, started + hour_ms}))
        for (auto const& member : facts) {
          auto const boundary = fact_schema()[*fact_index(std::string_view{member.key()})];
          Facts one;
          if (!one.set_from_json(member.key(), member.value())) continue;
          auto const* value = one.find(member.key());
          if (value && !std::holds_alternative<Instant>(*value))
            told.push_back({.path = boundary.path, .value = *value});
          else if (value)
            told.push_back({.path = boundary.path, .value = {}, .ahead_ms = 0, .is_moment = true});
        }
    }
    return told;
  }

  bool enough() const { return options_.stop_at_first && !walk_.findings.empty(); }

  OrderAccount account_for(Case const& case_, std::size_t opening) const {
    std::vector<Case> others;
    if (opening == 1) others.push_back(paid_sibling());
    return account_of(sample_order(platform_), case_, others);
  }

  void open_cases() {
    auto const first = openings(workflow_, turning_, started);
    for (std::size_t i = 0; i <= first.size(); ++i) {
      auto facts = first[i < first.size() ? i : 0];
      Case opened;
      opened.id = "case_model";
      opened.shop = "shop";
      opened.kind = workflow_.kind();
      opened.platform = platform_;
      opened.order_id = "order";
      opened.reason = facts.text("claim.reason");
      opened.state = workflow_.initial().name;
      opened.opened_at = opened.state_entered_at = started;
      opened.facts = std::move(facts);
      keep({.case_ = std::move(opened), .now = started, .opening = i < first.size() ? 0U : 1U});
    }
  }

  void leave(std::size_t at) {
    if (walk_.situations[at].case_.final) return;
    for (auto const* event : workflow_.events()) {
      if (!rows_.contains({walk_.situations[at].case_.state, event->name})) continue;
      attempt_all(at, *event);
      if (enough()) return;
    }
    if (walk_.situations[at].case_.state == workflow_.initial().name) return;
    report_all(at);
    wait(at);
  }

  void attempt_all(std::size_t at, EventSpec const& event) {
    auto const from = walk_.situations[at];
    auto const account = account_for(from.case_, from.opening);
    bool const by_timer = event.party == Party::timer;
    auto now = from.now + hour_ms;
    if (event.name == expiry) {
      if (!from.case_.due) return;
      now = std::max(now, from.case_.due->at);
    }
    World const world{workflow_, book_, from.case_, account, {}, now};
    Move move{.event = event.name, .party = event.party, .at = now};
    for (auto& params : params_worth_trying(event, world, turning_)) {
      move.params = std::move(params);
      move.full_file = false;
      move.role = by_timer ? Role::runner : event.party == Party::seller ? Role::agent : Role::service;
      if (attempt(at, from, account, move) != Answered::barred) continue;
      move.full_file = true;
      if (event.party == Party::seller) move.role = Role::manager;
      if (attempt(at, from, account, move) != Answered::barred) continue;
      for (auto& facts : licences(event, world)) {
        auto licensed = move;
        licensed.facts = facts;
        attempt(at, from, account, licensed);
      }
    }
  }

  std::vector<boost::json::object> const& licences(EventSpec const& event, World const& world) {
    auto const at = licences_.find({world.case_.state, event.name});
    if (at != licences_.end()) return at->second;
    return licences_
        .emplace(Pair{workflow_.find_state(world.case_.state)->name, event.name}, licences_worth_trying(event, world))
        .first->second;
  }

  enum class Answered { accepted, barred, no_row };

  Answered attempt(std::size_t at, Situation const& from, OrderAccount const& account, Move const& move) {
    auto case_ = from.case_;
    for (auto const& member : move.facts) static_cast<void>(case_.facts.set_from_json(member.key(), member.value()));
    World const world{workflow_, book_, case_, account, move.full_file ? std::span(file_) : std::span<Evidence const>{},
                      move.at};
    Command const command{
        .event = std::string(move.event), .party = move.party, .actor = {"model", move.role}, .params = move.params};
    auto const& event = *workflow_.find_event(move.event);
    auto read = read_attempt(event, command, case_, move.at);
    assert(read && "parameters worth trying are parameters that can be read");
    add_message_facts(*read, book_, {});
    auto const row = row_taken(world, *read);
    auto const decision = decide(world, *read);
    ++walk_.attempts;
    std::vector<Finding> found;
    if (!decision.accepted()) {
      check_refusal(world, event, decision, found);
      note(std::move(found), at, move);
      return row ? Answered::barred : Answered::no_row;
    }
    ++walk_.accepted;
    if (!row) {
      note({{"moved_without_row", std::string(event.name), {"没有规则行却被接受", "it was accepted without a row"}}},
           at, move);
      return Answered::accepted;
    }
    walk_.rows.insert(*row);
    check_step({world, *read, workflow_.rows()[*row], decision}, found);
    check_foreseen(case_, decision.after, event, found);
    note(std::move(found), at, move);
    Situation to{.case_ = decision.after,
                 .now = move.at,
                 .before = at,
                 .move = move,
                 .row = row,
                 .appeals = appeals_after(from, *workflow_.rows()[*row].on),
                 .opening = from.opening};
    for (auto const& order : decision.effects) to.effects.push_back(order.kind);
    if (to.appeals > 1)
      note({{"appealed_again", std::string(event.name), {"对同一举报申诉了两次", "one report was appealed twice"}}}, at,
           move);
    edges_.push_back({at, keep(std::move(to)), workflow_.rows()[*row].on});
    return Answered::accepted;
  }

  // What the walk takes for one rests on which facts may still change; nothing else may.
  void check_foreseen(Case const& before, Case const& after, EventSpec const& event,
                      std::vector<Finding>& found) const {
    for (auto const path : turning_.live.find(after.state)->second) {
      auto const* was = before.facts.find(path);
      auto const* is = after.facts.find(path);
      if (was == is || (was && is && *was == *is)) continue;
      bool const forgotten = was && !is && std::holds_alternative<Instant>(*was);
      if (!forgotten && (before.state == workflow_.initial().name || likeness_->may_change(before.state, path)))
        continue;
      found.push_back(
          {"fact_changed_unforeseen",
           std::string(event.name),
           {fmt::format("{} 的改变不在意料之中", path), fmt::format("nobody foresaw that it changes {}", path)}});
    }
  }

  // A review's report is appealed once (2.7). A dispute's appeals are bounded by the platform's answers instead:
  // ends.hpp.
  static std::size_t appeals_after(Situation const& from, EventSpec const& event) {
    if (event.name == "report_review") return 0;
    return from.appeals + (event.name == "appeal_report" ? 1 : 0);
  }

  std::optional<std::size_t> row_taken(World const& world, Attempt const& attempt) const {
    Picking picking;
    auto const step =
        workflow_.step(world.case_.state, attempt.event->name, facts_at(world, &attempt, BookFacts::none), picking);
    auto const* picked = step.row ? step.row : picking.picked;
    if (!picked) return std::nullopt;
    for (auto const i : rows_.at({world.case_.state, attempt.event->name})) {
      auto const& row = workflow_.rows()[i];
      if (row.to->name == picked->to->name && row.guard.name == picked->guard.name) return i;
    }
    return std::nullopt;
  }

  void report_all(std::size_t at) {
    auto const from = walk_.situations[at];
    auto const account = account_for(from.case_, from.opening);
    World const world{workflow_, book_, from.case_, account, {}, from.now + hour_ms};
    for (auto& told : reports_worth_trying(world)) {
      auto facts = from.case_.facts;
      for (auto const& member : told) static_cast<void>(facts.set_from_json(member.key(), member.value()));
      auto decision = report_facts(world, told, std::move(facts));
      follow(at, from, {.what = Move::What::report, .facts = std::move(told), .at = world.now}, std::move(decision));
    }
  }

  // Until the next moment that a guard compares with has passed.
  void wait(std::size_t at) {
    auto const from = walk_.situations[at];
    std::optional<Instant> next;
    for (auto const path : turning_.live.find(from.case_.state)->second) {
      auto const* value = from.case_.facts.find(path);
      auto const* moment = value ? std::get_if<Instant>(value) : nullptr;
      if (moment && *moment > from.now) next = std::min(next.value_or(*moment), *moment);
    }
    if (!next) return;
    auto const account = account_for(from.case_, from.opening);
    World const world{workflow_, book_, from.case_, account, {}, *next + hour_ms};
    follow(at, from, {.what = Move::What::wait, .at = world.now}, report_facts(world, {}, from.case_.facts));
  }

  void follow(std::size_t at, Situation const& from, Move move, Decision decision) {
    auto const now = move.at;
    edges_.push_back({at,
                      keep({.case_ = std::move(decision.after),
                            .now = now,
                            .before = at,
                            .move = std::move(move),
                            .appeals = from.appeals,
                            .opening = from.opening}),
                      nullptr});
  }

  // What tells situations apart.
  std::string key_of(Situation const& situation) {
    auto const& case_ = situation.case_;
    auto const account = account_for(case_, situation.opening);
    auto const& sums = case_.account;
    auto const part = [](std::int64_t minor, std::int64_t whole) { return minor == 0 ? 0 : minor < whole ? 1 : 2; };
    World const world{workflow_, book_, case_, account, {}, situation.now};
    return fmt::format("{} {} | {} {} {} {} {} {} {} {} {}", case_.state,
                       mark_of(situation, facts_at(world, nullptr, BookFacts::none)), case_.due.has_value(),
                       knows_sum(world), part(sums.pending_minor, 10'003), part(sums.refunded_minor, 10'003),
                       sums.compensation_pending_minor > 0, sums.compensation_paid_minor > 0, sums.goods_reserved,
                       situation.appeals, situation.opening);
  }

  // Whether the clock, which names no sum, could order the compensation here.
  bool knows_sum(World const& world) const {
    auto const at = rows_.find({world.case_.state, expiry});
    bool const pays = at != rows_.end() && std::ranges::any_of(at->second, [&](std::size_t row) {
                        auto const effects = workflow_.rows()[row].effects;
                        return std::ranges::find(effects, EffectKind::order_compensation) != effects.end();
                      });
    return pays && facts_at(world, nullptr, BookFacts::compensation).known("compensation.due_minor");
  }

  // Facts that read the same, moments in the same order, are marked once.
  std::string const& mark_of(Situation const& situation, Facts const& facts) {
    auto const& state = situation.case_.state;
    Facts live;
    std::string key = state;
    std::vector<std::pair<std::int64_t, std::string_view>> moments{{situation.now.ms, "now"}};
    for (auto const path : turning_.live.find(state)->second) {
      auto const* value = facts.find(path);
      if (!value || *value == FactValue(false)) continue;
      live.set(path, *value);
      if (auto const* moment = std::get_if<Instant>(value))
        moments.emplace_back(moment->ms, path);
      else
        key += fmt::format(" {}={}", path, marks_.of(path, *value));
    }
    std::ranges::sort(moments);
    for (std::size_t i = 0; i < moments.size(); ++i)
      key += fmt::format("{}{}", i > 0 && moments[i].first > moments[i - 1].first ? " <" : " ", moments[i].second);
    auto const [at, is_new] = marks_known_.try_emplace(std::move(key));
    if (is_new) at->second = likeness_->of(state, live, situation.now);
    return at->second;
  }

  std::size_t keep(Situation situation) {
    auto const [at, is_new] = known_.try_emplace(key_of(situation), walk_.situations.size());
    if (!is_new) return at->second;
    walk_.states.insert(workflow_.find_state(situation.case_.state)->name);
    walk_.situations.push_back(std::move(situation));
    auto const& kept = walk_.situations.back();
    std::vector<Finding> found;
    auto const account = account_for(kept.case_, kept.opening);
    check_standing({workflow_, book_, kept.case_, account, {}, kept.now}, options_.notes, found);
    auto const position = walk_.situations.size() - 1;
    for (auto& finding : found) note_one(std::move(finding), position, nullptr);
    if (walk_.situations.size() >= options_.situations_max) walk_.whole = false;
    return position;
  }

  void note(std::vector<Finding> found, std::size_t at, Move const& move) {
    for (auto& finding : found) note_one(std::move(finding), at, &move);
  }

  // The walk is breadth first, so the first path that shows a thing is a shortest one.
  void note_one(Finding finding, std::size_t at, Move const* move) {
    if (!seen_findings_.insert(finding.code + " " + finding.where + " " + finding.says.en).second) return;
    finding.at = at;
    if (move) finding.move = *move;
    finding.moved = move != nullptr;
    walk_.findings.push_back(std::move(finding));
  }

  Workflow const& workflow_;
  rules::Rulebook const& book_;
  WalkOptions const& options_;
  TurningFacts const turning_;
  ValueMarks marks_;
  std::optional<Likeness> likeness_;
  std::unordered_map<std::string, std::string> marks_known_;
  std::string const platform_;
  std::vector<Evidence> const file_;
  Walk walk_;
  std::map<Pair, std::vector<std::size_t>> rows_;
  std::map<Pair, std::vector<boost::json::object>> licences_;
  std::unordered_map<std::string, std::size_t> known_;
  std::vector<Edge> edges_;
  std::set<std::string> seen_findings_;
};

}  // namespace

Walk explore(Workflow const& workflow, rules::Rulebook const& book, WalkOptions const& options) {
  return Explorer{workflow, book, options}.run();
}

}  // namespace redress::model
