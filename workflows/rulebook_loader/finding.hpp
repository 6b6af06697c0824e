// What is wrong with a rulebook file, and where: the answer of every check, never an exception.
#pragma once

#include "engine/base/says.hpp"
#include "workflows/rulebook_loader/source_text.hpp"

#include <string>
#include <vector>

namespace redress::rules {

struct Finding {
  std::string file;  // BookSource::name
  Place place;
  Says says;

  bool operator==(Finding const&) const = default;
};

/// "taobao.yaml:12:7: ..." with the sentence in Chinese, then in English.
std::string to_text(Finding const& finding);

/// By file, then by place; the same finding only once.
void sort_findings(std::vector<Finding>& findings);

}  // namespace redress::rules
