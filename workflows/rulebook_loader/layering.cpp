#include "workflows/rulebook_loader/layering.hpp"

#include "engine/ledger/rulebook_text.hpp"
#include "engine/rules/situation.hpp"
#include "workflows/rulebook_loader/condition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace redress::rules {
namespace {

// Both sides compiled alone, so they compile joined; the platform's condition stays word for word.
cel::Program joined(std::optional<cel::Program> const& demand, cel::Program const& further) {
  if (!demand) return further;
  auto program = cel::compile(fmt::format("({}) && ({})", demand->source(), further.source()), declarations(),
                              {.expected = cel::Type::boolean()});
  assert(program && "two conditions joined by && are a condition");
  return *program;
}

// A shop's stricter word is for its own people: on everybody else's moves the platform's rule stays as it was.
void put_tightened(std::vector<Rule>& rules, Rule const& rule, Tightening const& by, Layers const& layers) {
  auto stricter = tightened(rule, by, layers.shop.part);
  auto reach = permits(rule.effect) ? Reach{} : reach_of(rule, layers.names);
  if (!reach.others.empty()) {
    stricter.on = std::move(reach.sellers);
    auto rest = rule;
    rest.on = std::move(reach.others);
    rules.push_back(std::move(rest));
  }
  rules.push_back(std::move(stricter));
}

template <class Item>
void append(std::vector<Item>& all, std::vector<Placed<Item>> const& more) {
  for (auto const& placed : more) all.push_back(placed.item);
}

std::vector<Rule> rules_of(Layers const& layers) {
  auto const& shop = layers.shop.part;
  std::vector<Rule> rules;
  for (auto const& rule : layers.book_below.rules) {
    if (std::ranges::find(shop.removals, rule.id, &PlacedText::text) != shop.removals.end()) continue;
    auto const by = std::ranges::find(shop.tightenings, rule.id, [](auto const& placed) { return placed.item.id; });
    if (by == shop.tightenings.end())
      rules.push_back(rule);
    else
      put_tightened(rules, rule, by->item, layers);
  }
  append(rules, shop.rules);
  append(rules, shop.authority);
  return rules;
}

std::vector<EvidenceNeed> needs_of(Layers const& layers) {
  auto needs = layers.book_below.evidence_needs;
  for (auto const& [need, place, margin] : layers.shop.part.evidence_needs) {
    auto const restated = std::ranges::find(needs, need.id, &EvidenceNeed::id);
    if (restated == needs.end())
      needs.push_back(need);
    else
      *restated = need;
  }
  return needs;
}

}  // namespace

Rule tightened(Rule rule, Tightening const& by, Part const& shop) {
  if (by.effect) rule.effect = *by.effect;
  if (by.require) rule.require = joined(rule.require, *by.require);
  if (by.require && uses_calendar(*by.require)) rule.calendar = shop.calendar;
  if (by.override_terms) rule.override_terms = by.override_terms;
  if (by.says) rule.says = *by.says;
  rule.confidence = Confidence::design;  // the shop's own word, whatever the platform's was worth
  rule.version = fmt::format("{}+{}-{}", rule.version, shop.name, shop.version);
  rule.cites.text = fmt::format("{}（本店从严：{}）", rule.cites.text, shop.title.zh);
  return rule;
}

Reach reach_of(Rule const& rule, Names const& names) {
  Reach reach;
  for (auto const& event : names.events) {
    auto const dot = event.find('.');
    bool const speaks = std::ranges::any_of(rule.on, [&](auto const& pattern) {
      return covers(pattern, std::string_view(event).substr(0, dot), std::string_view(event).substr(dot + 1));
    });
    if (speaks) (names.sellers_events.contains(event) ? reach.sellers : reach.others).push_back(event);
  }
  return reach;
}

std::string clause_at(std::string_view id, std::string_view file, Place place) {
  return fmt::format("{} ({}.yaml:{}:{})", id, file, place.line, place.column);
}

Rulebook layered(Layers const& layers) {
  auto const& shop = layers.shop.part;
  auto const& below = layers.book_below;
  Rulebook book{.id = shop.name,
                .platform = below.platform,
                .version = shop.version,
                .digest = {},
                .title = shop.title,
                .version_selector = below.version_selector};
  book.texts.push_back({layers.shop.source->name, layers.shop.source->text});
  book.texts.insert(book.texts.end(), below.texts.begin(), below.texts.end());
  book.digest = ledger::rulebook_digest(book.texts);
  book.shop = shop.shop->text;
  book.extends = below.id;
  book.rules = rules_of(layers);
  book.deadlines = below.deadlines;
  append(book.shop_deadlines, shop.deadlines);
  book.compensations = below.compensations;
  book.evidence_needs = needs_of(layers);
  book.risks = below.risks;
  book.vocabularies = below.vocabularies;
  append(book.vocabularies, shop.vocabularies);
  book.calendar = shop.calendar;
  book.reminders = below.reminders;
  if (shop.reminders) {
    book.reminders.clear();
    append(book.reminders, *shop.reminders);
  }
  append(book.efforts, shop.efforts);
  book.efforts.insert(book.efforts.end(), below.efforts.begin(), below.efforts.end());
  book.index = BookIndex::of(book);
  return book;
}

}  // namespace redress::rules
