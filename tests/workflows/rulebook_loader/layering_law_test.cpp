// The law of layering, over shops' books made at random: whatever a layered book that loads accepts, the platform's
// book accepts too.
#include "engine/rules/consult.hpp"
#include "tests/workflows/rulebook_loader/layered_books.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>

namespace redress::rules {
namespace {

constexpr std::array ids{"P-001", "P-002", "P-003", "P-004", "P-005", "CN-006", "P-007", "P-008", "P-009", "P-010"};
constexpr std::array effects{"", "warn", "route", "block", "require_evidence"};
constexpr std::array demands{"",
                             "has_evidence('E-SIGN')",
                             "order.paid_minor <= 10000",
                             "order.paid_minor > 10000",
                             "!order.fresh",
                             "order.fresh || has_evidence('E-CHAT')"};
constexpr std::array events{"refuse", "agree_refund", "withdraw", "open"};
constexpr std::array own_effects{"block", "warn", "route", "require_evidence", "advance"};

template <class List>
std::string pick(List const& list) {
  return list[static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(list.size())))];
}

bool coin() { return *rc::gen::arbitrary<bool>(); }

std::string random_tightening() {
  std::string text = "  - {id: " + pick(ids);
  if (auto const effect = pick(effects); !effect.empty()) text += ", effect: " + effect;
  if (auto const demand = pick(demands); !demand.empty()) text += ", require: \"" + demand + "\"";
  if (*rc::gen::inRange(0, 5) == 0) text += ", override: {by: manager}";
  return text + "}\n";
}

std::string random_rule(int number) {
  auto const effect = pick(own_effects);
  auto const limit = *rc::gen::inRange(0, 40'000);
  std::string on = "refund." + pick(events), more;
  if (effect == "advance") {
    on = "refund.open";
    more = coin() ? ", advances: agree_refund" : ", advances: instant_refund";
  }
  return fmt::format(
      "  - {{id: T-{:03}, cites: {{text: 自定}}, confidence: design, effect: {}, on: [{}]{}, require: "
      "order.paid_minor <= {}, says: {{zh: 店, en: shop}}, examples: [{{verdict: holds, facts: {{order.paid_minor: "
      "{}}}}}, {{verdict: fails, facts: {{order.paid_minor: {}}}}}]}}\n",
      number, effect, on, more, limit, limit, limit + 1);
}

std::string random_shop() {
  std::string text;
  if (coin()) {
    text += "tighten:\n";
    for (int i = *rc::gen::inRange(1, 3); i > 0; --i) text += random_tightening();
  }
  if (*rc::gen::inRange(0, 3) == 0) text += "remove: [" + pick(ids) + "]\n";
  if (coin()) {
    text += "rules:\n";
    for (int i = *rc::gen::inRange(1, 3); i > 0; --i) text += random_rule(i);
  }
  if (coin())
    text += fmt::format("authority:\n  - {{id: T-A-1, role: {}, refund_step_minor: {}, says: {{zh: 限, en: limit}}}}\n",
                        coin() ? "agent" : "runner", *rc::gen::inRange(0, 20'000));
  return text;
}

struct Look {
  Facts facts;
  std::vector<Evidence> evidence;
};

// Every combination of the facts that the small book and the random ones turn on, at their borders.
std::vector<Look> looks() {
  std::vector<Look> all;
  std::vector<std::optional<std::int64_t>> const amounts{std::nullopt, 0,      100,    101,    5'000,  5'001, 10'000,
                                                         10'001,       20'000, 20'001, 30'001, 50'000, 50'001};
  for (auto const& paid : amounts)
    for (int const fresh : {-1, 0, 1})
      for (auto const* reason : {"", "quality", "counterfeit"})
        for (int const proofs : {0, 1, 2})
          for (auto const* role : {"agent", "manager", "runner"})
            for (std::int64_t const refund : {0, 9'999, 30'000}) {
              Look look;
              if (paid) look.facts.set("order.paid_minor", *paid);
              if (fresh >= 0) look.facts.set("order.fresh", fresh == 1);
              if (*reason) look.facts.set("claim.reason", std::string(reason));
              look.facts.set("actor.role", std::string(role));
              look.facts.set("actor.party", std::string(proofs == 1 ? "buyer" : "seller"));
              look.facts.set("event.refund_minor", refund);
              look.facts.set("event.compensation_minor", std::int64_t{0});
              for (int i = 0; i < proofs; ++i) {
                Evidence piece;
                piece.kind = i == 0 ? "E-SIGN" : "E-CHAT";
                look.evidence.push_back(std::move(piece));
              }
              all.push_back(std::move(look));
            }
  return all;
}

constexpr Instant at{1'767'225'600'000};

bool accepts(Rulebook const& book, std::string_view event, Look const& look) {
  bool const by_manager = look.facts.text("actor.role") == "manager";
  auto const verdicts = consult(book, "refund", event, {look.facts, look.evidence}, at);
  return std::ranges::none_of(verdicts, [&](auto const& each) { return each.refuses(by_manager); });
}

bool licenses(Rulebook const& book, std::string_view event, Look const& look) {
  auto const verdicts = consult_automation(book, "refund", event, {look.facts, look.evidence}, at);
  return std::ranges::any_of(verdicts, [](auto const& each) { return each.applies && each.verdict == Verdict::holds; });
}

struct Reached {
  int loaded = 0;
  int stricter = 0;
};

void try_one(std::vector<Look> const& all, Reached& reached) {
  auto const shop = random_shop();
  auto const loaded = load_layered(shop);
  if (loaded.books.size() < 2U) return;
  ++reached.loaded;
  auto const& base = *loaded.books[0];
  auto const& layered = *loaded.books[1];
  bool stricter = false;
  for (auto const& look : all) {
    for (auto const* event : {"open", "refuse", "agree_refund", "instant_refund", "withdraw"}) {
      bool const here = accepts(layered, event, look);
      bool const below = accepts(base, event, look);
      stricter = stricter || (below && !here);
      if (here && !below) RC_FAIL("laxer on " + std::string(event) + ":\n" + shop);
      bool const others_move = std::string_view(event) == "open" || std::string_view(event) == "withdraw";
      // A limit of authority speaks of the shop's own people who report such a move, where it gives something away.
      bool const limited = look.facts.text("actor.role") != "runner" && look.facts.integer("event.refund_minor") > 0;
      if (others_move && below && !here && !limited && look.facts.text("actor.party") != "seller")
        RC_FAIL("refuses a move of the buyer's:\n" + shop);
    }
    // A seller's move by automation is one that the seller could make by hand, which is what was just looked at.
    if (licenses(layered, "instant_refund", look)) RC_ASSERT(licenses(base, "instant_refund", look));
  }
  reached.stricter += stricter ? 1 : 0;
}

TEST(LayeringLaw, whatever_a_layered_book_accepts_the_platforms_book_accepts) {
  auto const all = looks();
  Reached reached;
  EXPECT_TRUE(rc::check("a layered book is stricter", [&] { try_one(all, reached); }));
  EXPECT_GT(reached.loaded, 10) << "the generator makes too many laxer books to say anything";
  EXPECT_GT(reached.stricter, 3);
}

// What the law looks for is really found: a platform's rule left out, or turned into a warning, is laxer somewhere.
TEST(LayeringLaw, catches_a_rule_that_is_gone_or_weak) {
  auto const loaded = load_layered("");
  ASSERT_EQ(loaded.books.size(), 2U);
  auto const& base = *loaded.books[0];
  for (bool const gone : {true, false}) {
    auto planted = *loaded.books[1];
    auto const at = std::ranges::find(planted.rules, "P-001", &Rule::id);
    ASSERT_NE(at, planted.rules.end());
    if (gone)
      planted.rules.erase(at);
    else
      at->effect = RuleEffect::warn;
    planted.index = BookIndex::of(planted);
    auto const all = looks();
    EXPECT_TRUE(std::ranges::any_of(
        all, [&](Look const& look) { return accepts(planted, "refuse", look) && !accepts(base, "refuse", look); }));
  }
}

}  // namespace
}  // namespace redress::rules
