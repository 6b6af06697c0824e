// Plants one file in an otherwise clean tree and tells what a rule makes of it.
#pragma once

#include "tests/house/rules.hpp"

#include <string>
#include <utility>
#include <vector>

namespace redress::house {

using Lines = std::vector<std::size_t>;

/// The lines a rule complains about in `path`, in order; empty where it is content.
inline Lines lines_found(Findings (*rule)(Tree const&), std::string path, std::string text, Tree others = {}) {
  others.push_back({std::move(path), std::move(text)});
  auto const planted = others.back().path;
  Lines lines;
  for (auto const& finding : rule(others))
    if (finding.path == planted) lines.push_back(finding.line);
  return lines;
}

}  // namespace redress::house
