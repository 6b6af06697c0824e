#include "workflows/rulebook_loader/spelling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace redress::rules {
namespace {

constexpr std::size_t word_bytes_max = 100;  // longer ones are nobody's typing error

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  auto const width = b.size() + 1;
  std::vector<std::size_t> table((a.size() + 1) * width);
  auto const cell = [&](std::size_t i, std::size_t j) -> std::size_t& { return table[i * width + j]; };
  for (std::size_t i = 0; i <= a.size(); ++i) cell(i, 0) = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cell(0, j) = j;
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t const replaced = cell(i - 1, j - 1) + (a[i - 1] == b[j - 1] ? 0 : 1);
      cell(i, j) = std::min({cell(i - 1, j) + 1, cell(i, j - 1) + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cell(i, j) = std::min(cell(i, j), cell(i - 2, j - 2) + 1);
    }
  return cell(a.size(), b.size());
}

std::optional<std::string_view> nearest(std::string_view word, std::span<std::string_view const> candidates) {
  if (word.empty() || word.size() > word_bytes_max) return std::nullopt;
  auto best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  std::optional<std::string_view> best;
  for (auto const candidate : candidates) {
    if (candidate.size() > word_bytes_max) continue;
    auto const distance = edit_distance(word, candidate);
    if (distance >= best_distance) continue;
    best_distance = distance;
    best = candidate;
  }
  return best;
}

Says did_you_mean(std::string_view word, std::span<std::string_view const> candidates) {
  auto const meant = nearest(word, candidates);
  if (!meant) return {};
  return {fmt::format("，是否想写“{}”", *meant), fmt::format(", did you mean \"{}\"", *meant)};
}

}  // namespace redress::rules
