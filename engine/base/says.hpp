// One sentence in the two languages agents and auditors read.
#pragma once

#include <boost/json.hpp>

#include <string>

namespace redress {

struct Says {
  std::string zh;
  std::string en;

  bool operator==(Says const&) const = default;
};

inline boost::json::object to_json(Says const& says) { return {{"zh", says.zh}, {"en", says.en}}; }

}  // namespace redress
