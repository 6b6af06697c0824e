#include "engine/rules/sentence.hpp"
#include "workflows/rulebook_loader/assembly.hpp"
#include "workflows/rulebook_loader/version_groups.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::rules {
namespace {

template <class Item>
void check_group(std::vector<Sighting<Item>> sightings, std::vector<Finding>& findings) {
  std::ranges::stable_sort(sightings, {}, [](Sighting<Item> const& each) { return each.item->span.from; });
  std::optional<Instant> held_until;  // of the versions so far, the last moment one of them ends
  bool open_ended = false;
  std::optional<Instant> explained;  // a gap is explained once, whoever else starts on its last day
  for (auto const& [item, part, place, margin] : sightings) {
    auto const& from = item->span.from;
    bool const gap = held_until && !open_ended && from && *held_until < *from;
    if (gap && !margin->gap && explained != from)
      findings.push_back({part->name,
                          margin->place_of("from", place),
                          {fmt::format("{} 从 {} 到 {} 没有任何版本有效；请补上，或用 gap 写明原因", item->id,
                                       beijing_date(*held_until), beijing_date(*from + -1)),
                           fmt::format("no version of {} holds from {} to {}; close the gap, or say why with `gap`",
                                       item->id, beijing_date(*held_until), beijing_date(*from + -1))}});
    if (gap) explained = from;
    if (!gap && margin->gap && explained != from)
      findings.push_back({part->name,
                          margin->gap->place,
                          {fmt::format("{} 之前并没有空档，gap 多余", item->id),
                           fmt::format("there is no gap before {}: `gap` explains nothing", item->id)}});
    open_ended = open_ended || !item->span.until;
    if (item->span.until && (!held_until || *held_until < *item->span.until)) held_until = item->span.until;
  }
}

}  // namespace

void check_gaps(std::span<PartFile const* const> files, std::vector<Finding>& findings) {
  for (auto const& [key, sightings] : group_versions(files, &Part::rules, &id_of<Rule>))
    check_group(sightings, findings);
  for (auto const& [key, sightings] : group_versions(files, &Part::deadlines, &family_and_slot))
    check_group(sightings, findings);
  for (auto const& [key, sightings] : group_versions(files, &Part::compensations, &breach_of))
    check_group(sightings, findings);
  for (auto const& [key, sightings] : group_versions(files, &Part::risks, &id_of<RiskSignal>))
    check_group(sightings, findings);
}

}  // namespace redress::rules
