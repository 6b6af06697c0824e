#include "tests/workflows/story.hpp"

#include "workflows/catalogue.hpp"

#include <ostream>

namespace redress::workflows {
namespace {

class Yes final : public RowAsker {
 public:
  bool allows(RowSpec const&) override { return true; }
};

constexpr Instant opened_at{1'767'578'400'000};

std::string joined(std::span<EffectKind const> effects) {
  std::string text;
  for (auto const effect : effects) {
    if (!text.empty()) text += ' ';
    text += spec_of(effect).name;
  }
  return text;
}

void happen(Facts& facts, EventSpec const& event, Instant at) {
  if (!event.stamps.empty()) facts.set(event.stamps, at);
  for (auto const& set : event.sets)
    if (auto const* flag = std::get_if<bool>(&set.value))
      facts.set(set.fact, *flag);
    else
      facts.set(set.fact, std::string(std::get<std::string_view>(set.value)));
}

}  // namespace

void PrintTo(Story const& story, std::ostream* out) { *out << story.kind << ": " << story.name; }

void expect_story(Story const& story) {
  auto const* workflow = find_workflow(story.kind);
  ASSERT_NE(workflow, nullptr);
  Facts facts;
  facts.set("now", opened_at);
  for (auto const& [path, value] : story.facts) facts.set(path, value);
  std::string_view state = workflow->initial().name;
  auto now = opened_at;
  for (auto const& [name, to, effects, told] : story.moves) {
    SCOPED_TRACE(std::string(state) + " " + std::string(name));
    for (auto const& [path, value] : told) facts.set(path, value);
    now = now + hour_ms;
    facts.set("now", now);
    auto const* event = workflow->find_event(name);
    ASSERT_NE(event, nullptr) << "no such event";
    happen(facts, *event, now);
    Yes yes;
    auto const step = workflow->step(state, name, facts, yes);
    if (to.empty() || to == "?") {
      EXPECT_EQ(step.outcome, to.empty() ? Step::Outcome::no_row : Step::Outcome::no_guard);
      continue;
    }
    ASSERT_EQ(step.outcome, Step::Outcome::moved);
    EXPECT_EQ(step.row->to->name, to);
    EXPECT_EQ(joined(step.row->effects), effects);
    for (auto const effect : step.row->effects)
      if (effect == EffectKind::open_refund_case) facts.set("claim.refund_opened", true);
    state = step.row->to->name;
  }
}

TEST_P(Stories, happen_as_told) { expect_story(GetParam()); }

}  // namespace redress::workflows
