#include "engine/cel/suggestion.hpp"

#include <algorithm>
#include <vector>

namespace redress::cel {
namespace {

constexpr std::size_t name_length_max = 64;    // beyond it nobody mistyped a name
constexpr std::size_t candidates_max = 2'000;  // so that a mistyped name among very many costs no more

}  // namespace

std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t const replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, now);
  }
  return last[b.size()];
}

std::string nearest_name(std::string_view mistyped, std::span<std::string_view const> candidates) {
  if (mistyped.size() > name_length_max) return {};
  std::string_view best;
  std::size_t best_edits = std::max<std::size_t>(2, mistyped.size() / 3) + 1;
  for (std::string_view candidate : candidates.first(std::min(candidates.size(), candidates_max))) {
    if (candidate.size() > name_length_max) continue;
    std::size_t const edits = edits_between(mistyped, candidate);
    if (edits < best_edits && edits < candidate.size()) {
      best = candidate;
      best_edits = edits;
    }
  }
  return std::string(best);
}

}  // namespace redress::cel
