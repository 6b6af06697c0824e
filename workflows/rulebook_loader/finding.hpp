// What is wrong with a rulebook file, and where: the answer of every check, never an exception.
#pragma once

#include "engine/base/says.hpp"
#include "workflows/rulebook_loader/source_text.hpp"

#include <boost/json.hpp>

#include <string>
#include <vector>

namespace redress::rules {

struct Finding {
  std::string file;  // BookSource::name
  Place place;
  Says says;
  std::string check = {};                 // of a static check: its name, "shadowed"; empty: the file is wrong
  std::vector<std::string> clauses = {};  // the clauses it is about, as CEL
  boost::json::object example = {};       // the shortest situation that shows it: {facts, evidence}

  bool operator==(Finding const&) const = default;
};

/// "taobao.yaml:12:7: ..." with the sentence in Chinese, then in English; under it, indented, the clauses and the
/// example where there are any.
std::string to_text(Finding const& finding);

/// {file, line, column, says, check?, clauses?, example?}
boost::json::object to_json(Finding const& finding);

/// By file, then by place; the same finding only once.
void sort_findings(std::vector<Finding>& findings);

}  // namespace redress::rules
