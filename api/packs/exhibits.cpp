#include "api/packs/exhibits.hpp"

#include "api/packs/bag.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace redress::packs {
namespace {

std::string_view ending_of(Evidence const& item) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> endings{{
      {"image/jpeg", "jpg"},
      {"image/png", "png"},
      {"image/gif", "gif"},
      {"image/webp", "webp"},
      {"image/heic", "heic"},
      {"image/heif", "heic"},
      {"video/mp4", "mp4"},
      {"video/quicktime", "mov"},
      {"application/pdf", "pdf"},
      {"application/zip", "zip"},
      {"text/csv", "csv"},
      {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
      {"text/plain", "txt"},
      {"text/plain; charset=utf-8", "txt"},
  }};
  if (!item.commitment.empty()) return "txt";
  auto const* const found =
      std::ranges::find(endings, std::string_view(item.mime), &decltype(endings)::value_type::first);
  return found == endings.end() ? "bin" : found->second;
}

bool wants(rules::NeedVerdict const& need, std::string_view kind) {
  return std::ranges::any_of(
      need.groups, [&](auto const& group) { return std::ranges::find(group.kinds, kind) != group.kinds.end(); });
}

// The items in their order, each once.
std::vector<Evidence const*> in_order(std::vector<Evidence> const& evidence,
                                      std::vector<rules::NeedVerdict> const& needs) {
  std::vector<Evidence const*> order;
  auto const take = [&](std::string_view kind) {
    for (auto const& item : evidence)
      if ((kind.empty() || item.kind == kind) && std::ranges::find(order, &item) == order.end()) order.push_back(&item);
  };
  for (auto const& need : needs)
    for (auto const& group : need.groups)
      for (auto const& kind : group.kinds) take(kind);
  take({});
  return order;
}

}  // namespace

Says withheld_says(Withheld why) {
  if (why == Withheld::gone) return {"原件已不再保存", "the original is no longer held"};
  if (why == Withheld::personal)
    return {"当事人的信息已停止处理或已抹除，未放入",
            "left out: nothing but keeping may be done with what is said of this person, or it was erased"};
  return {"应做包人要求未放入", "left out at the wish of whoever had the pack made"};
}

std::vector<Exhibit> exhibits_of(std::vector<Evidence> const& evidence, std::vector<rules::NeedVerdict> const& needs,
                                 std::string_view platform, Withhold const& withhold) {
  std::vector<Exhibit> exhibits;
  for (auto const* item : in_order(evidence, needs)) {
    Exhibit exhibit{.number = static_cast<int>(exhibits.size()) + 1, .item = *item};
    exhibit.withheld = withhold(*item);
    if (exhibit.withheld == Withheld::no)
      exhibit.path =
          fmt::format("{}exhibits/{:02}_{}.{}", payload_folder, exhibit.number, item->kind, ending_of(*item));
    for (auto const& need : needs)
      if (wants(need, item->kind)) exhibit.needs.push_back(need.need);
    exhibit.limits = limits_passed(
        platform, {.mime = item->mime, .size_bytes = item->size_bytes, .text = !item->commitment.empty()});
    exhibits.push_back(std::move(exhibit));
  }
  return exhibits;
}

}  // namespace redress::packs
