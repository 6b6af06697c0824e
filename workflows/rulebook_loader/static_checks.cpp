#include "workflows/rulebook_loader/static_checks.hpp"

#include "engine/rules/sentence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace redress::rules {
namespace {

using Used = std::set<std::pair<void const*, std::string_view>>;  // margin or silence, and the check it excused

template <class Item>
void find_expired(WholeBook const& book, std::vector<Placed<Item>> Part::*list, std::vector<Suspicion>& found) {
  for (auto const& each : standing(book, list)) {
    auto const& until = each.margin->cited_until;
    if (!until) continue;
    if constexpr (requires { each.item->span; })
      if (each.item->span.until && *each.item->span.until <= *until) continue;
    auto const last = beijing_date(*until + -1);
    found.push_back({.check = expired_citation,
                     .part = each.part,
                     .margin = each.margin,
                     .place = each.margin->place_of("cites", each.place),
                     .says = {fmt::format("{} 引用的文本只适用到 {}，此后条目仍然有效", each.item->id, last),
                              fmt::format("{} goes on after {}, when the text it cites ran out", each.item->id, last)},
                     .clauses = {each.item->cites.text}});
  }
}

bool names_event(std::string_view pattern, std::string_view kind, std::string_view event) {
  return !pattern.ends_with(".*") && covers(pattern, kind, event);
}

bool is_spoken_of(WholeBook const& book, std::string_view event) {
  auto const dot = event.find('.');
  auto const kind = event.substr(0, dot), name = event.substr(dot + 1);
  auto const speaks = [&](auto const& placed) {
    return std::ranges::any_of(placed.item.on, [&](auto const& pattern) { return names_event(pattern, kind, name); });
  };
  return std::ranges::any_of(book, [&](PartFile const* file) {
    return std::ranges::any_of(file->part.rules, speaks) || std::ranges::any_of(file->part.evidence_needs, speaks) ||
           std::ranges::any_of(file->part.rules, [&](auto const& placed) { return placed.item.advances == name; });
  });
}

bool has_timer(WholeBook const& book, std::string_view slot) {
  return std::ranges::any_of(book, [&](PartFile const* file) {
    return std::ranges::any_of(file->part.deadlines, [&](auto const& placed) {
      return placed.item.slot == slot && may_set_timer(placed.item.confidence) && !placed.item.span.until;
    });
  });
}

// Whether a file of the book is silent on this event or slot on purpose.
bool is_silent_on(WholeBook const& book, std::string_view name, Used& used) {
  bool silent = false;
  for (auto const* file : book)
    for (auto const& silence : file->part.silences) {
      auto const dot = name.find('.');
      if (silence.name.text != name && !covers(silence.name.text, name.substr(0, dot), name.substr(dot + 1))) continue;
      used.emplace(&silence, std::string_view{});
      silent = true;
    }
  return silent;
}

void find_silences(WholeBook const& book, Names const& names, Used& used, std::vector<Suspicion>& found) {
  auto const& part = book.front()->part;
  auto const report = [&](Says says) {
    found.push_back(
        {.check = "silent", .part = &part, .margin = nullptr, .place = part.place, .says = std::move(says)});
  };
  for (auto const& event : names.events)
    if (!is_spoken_of(book, event) && !is_silent_on(book, event, used))
      report({fmt::format("没有规则提到 {}；请补上规则，或用 silent_on 写明原因", event),
              fmt::format("no rule speaks of {}; write one, or say why not with `silent_on`", event)});
  for (auto const& slot : names.slots)
    if (!has_timer(book, slot) && !is_silent_on(book, slot, used))
      report(
          {fmt::format("期限位 {} 没有现行的计时期限；请补上，或用 silent_on 写明原因", slot),
           fmt::format("slot {} has no deadline in force that sets a timer; write one, or say why not with `silent_on`",
                       slot)});
}

Suspicion unfinished(Part const& part, std::int64_t pairs) {
  return {
      .check = "unfinished",
      .part = &part,
      .margin = nullptr,
      .place = part.place,
      .says = {fmt::format("规则太多，还有 {} 对没有比较；请拆成几本", pairs),
               fmt::format("there are too many rules: {} pairs were not compared; make several books of it", pairs)}};
}

Finding finding_of(Suspicion suspicion) {
  return {.file = suspicion.part->name,
          .place = suspicion.place,
          .says = std::move(suspicion.says),
          .check = std::string(suspicion.check),
          .clauses = std::move(suspicion.clauses),
          .example = std::move(suspicion.example)};
}

template <class Item>
void find_stale(WholeBook const& book, std::vector<Placed<Item>> Part::*list, Used const& used,
                std::vector<Finding>& findings) {
  for (auto const& each : standing(book, list))
    for (auto const& [check, reason] : each.margin->accepted)
      if (!used.contains({each.margin, check}))
        findings.push_back({.file = each.part->name,
                            .place = reason.place,
                            .says = {fmt::format("{} 并没有 {} 问题，accepts 多余", each.item->id, check),
                                     fmt::format("{} has no finding \"{}\" to accept", each.item->id, check)},
                            .check = "stale"});
}

void find_stale_silences(WholeBook const& book, Used const& used, std::vector<Finding>& findings) {
  for (auto const* file : book)
    for (auto const& silence : file->part.silences)
      if (!used.contains({&silence, std::string_view{}}))
        findings.push_back(
            {.file = file->part.name,
             .place = silence.name.place,
             .says = {fmt::format("“{}”并不缺，silent_on 多余", silence.name.text),
                      fmt::format("\"{}\" is not missing: `silent_on` excuses nothing", silence.name.text)},
             .check = "stale"});
}

}  // namespace

void find_expired_citations(WholeBook const& book, std::vector<Suspicion>& found) {
  find_expired(book, &Part::rules, found);
  find_expired(book, &Part::deadlines, found);
  find_expired(book, &Part::compensations, found);
  find_expired(book, &Part::evidence_needs, found);
  find_expired(book, &Part::risks, found);
}

std::vector<Finding> check_statically(std::span<WholeBook const> books, Names const& names) {
  std::vector<Finding> findings;
  Used used;
  for (auto const& book : books) {
    std::vector<Suspicion> found;
    PairBudget budget;
    find_shadowed(book, names, budget, found);
    find_never_firing(book, names, found);
    find_contradictions(book, names, budget, found);
    if (budget.left_out > 0) found.push_back(unfinished(book.front()->part, budget.left_out));
    find_expired_citations(book, found);
    if (book.front()->part.platform) find_silences(book, names, used, found);
    for (auto& suspicion : found) {
      bool const accepted = suspicion.margin && suspicion.margin->accepted.contains(suspicion.check);
      if (accepted)
        used.emplace(suspicion.margin, suspicion.check);
      else
        findings.push_back(finding_of(std::move(suspicion)));
    }
  }
  for (auto const& book : books) {
    find_stale(book, &Part::rules, used, findings);
    find_stale(book, &Part::deadlines, used, findings);
    find_stale(book, &Part::compensations, used, findings);
    find_stale(book, &Part::evidence_needs, used, findings);
    find_stale(book, &Part::risks, used, findings);
    if (book.front()->part.platform) find_stale_silences(book, used, findings);
  }
  sort_findings(findings);
  return findings;
}

}  // namespace redress::rules
