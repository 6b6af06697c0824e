#include "workflows/rulebook_loader/assembly.hpp"
#include "workflows/rulebook_loader/spelling.hpp"
#include "workflows/rulebook_loader/version_groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace redress::rules {
namespace {

// Calls `clash(earlier, later)` for every pair of a group that may not stand side by side.
template <class Item, class MayStand>
void check_pairs(VersionGroups<Item> const& groups, std::vector<Finding>& findings, Says const& what,
                 MayStand may_stand) {
  for (auto const& [key, sightings] : groups)
    for (std::size_t later = 1; later < sightings.size(); ++later)
      for (std::size_t earlier = 0; earlier < later; ++earlier) {
        auto const& a = sightings[earlier];
        auto const& b = sightings[later];
        if (may_stand(*a.item, *b.item)) continue;
        auto const first = fmt::format("{}.yaml:{}:{}", a.part->name, a.place.line, a.place.column);
        findings.push_back({b.part->name,
                            b.place,
                            {fmt::format("{} 与 {}（{}）{}", b.item->id, a.item->id, first, what.zh),
                             fmt::format("{} and {} ({}) {}", b.item->id, a.item->id, first, what.en)}});
      }
}

template <class Item>
bool apart(Item const& a, Item const& b) {
  return !a.span.overlaps(b.span);
}

template <class Item>
bool apart_or_conditional(Item const& a, Item const& b) {
  return apart(a, b) || (a.when && b.when);
}

Says const same_time{"在同一时间都有效", "hold at the same time"};

template <class Item>
void check_ids(std::span<PartFile const* const> files, std::vector<Placed<Item>> Part::*list,
               std::vector<Finding>& findings) {
  check_pairs(group_versions(files, list, &id_of<Item>), findings, same_time, &apart<Item>);
}

void check_vocabularies(std::span<PartFile const* const> files, std::vector<Finding>& findings) {
  std::map<std::string_view, Part const*> seen;
  for (auto const* file : files)
    for (auto const& [vocabulary, place, margin] : file->part.vocabularies)
      if (auto const [at, is_new] = seen.emplace(vocabulary.name, &file->part); !is_new)
        findings.push_back(
            {file->part.name,
             place,
             {fmt::format("词表“{}”已在 {}.yaml 中定义", vocabulary.name, at->second->name),
              fmt::format("vocabulary \"{}\" is already given in {}.yaml", vocabulary.name, at->second->name)}});
}

}  // namespace

void check_overlaps(std::span<PartFile const* const> files, std::vector<Finding>& findings) {
  check_ids(files, &Part::rules, findings);
  check_ids(files, &Part::deadlines, findings);
  check_ids(files, &Part::compensations, findings);
  check_ids(files, &Part::evidence_needs, findings);
  check_ids(files, &Part::risks, findings);
  check_pairs<Deadline>(
      group_versions(files, &Part::deadlines, &family_and_slot), findings, same_time,
      [](Deadline const& a, Deadline const& b) { return a.id == b.id || apart_or_conditional(a, b); });
  check_pairs<Compensation>(
      group_versions(files, &Part::compensations, &breach_of), findings, same_time,
      [](Compensation const& a, Compensation const& b) { return a.id == b.id || apart_or_conditional(a, b); });
  check_vocabularies(files, findings);
}

void check_references(std::span<PartFile const* const> files, std::vector<Finding>& findings) {
  std::set<std::string_view> vocabularies, breaches;
  for (auto const* file : files) {
    for (auto const& placed : file->part.vocabularies) vocabularies.insert(placed.item.name);
    for (auto const& placed : file->part.compensations) breaches.insert(placed.item.breach);
  }
  std::vector<std::string_view> const names(vocabularies.begin(), vocabularies.end());
  for (auto const* file : files) {
    for (auto const& [name, place] : file->part.vocabularies_named) {
      if (vocabularies.contains(name)) continue;
      auto const meant = did_you_mean(name, names);
      findings.push_back({file->part.name,
                          place,
                          {fmt::format("没有词表“{}”{}", name, meant.zh),
                           fmt::format("there is no vocabulary \"{}\"{}", name, meant.en)}});
    }
    for (auto const& [breach, place] : file->part.breaches_named)
      if (!breaches.contains(breach))
        findings.push_back({file->part.name,
                            place,
                            {fmt::format("没有违约类型“{}”的赔付", breach),
                             fmt::format("no compensation is given for breach \"{}\"", breach)}});
  }
}

}  // namespace redress::rules
