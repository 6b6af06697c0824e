// Where tests read the vectors under tests/vectors; a missing or broken file fails the test that wants it.
#pragma once

#include "engine/base/strict_json.hpp"

#include <fstream>
#include <sstream>
#include <string>

namespace redress::ledger {

inline std::string read_vector(std::string const& path) {
  std::ifstream file(std::string(REDRESS_SOURCE_DIR "/tests/vectors/") + path, std::ios::binary);
  if (!file) throw std::runtime_error("no vector file " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline boost::json::value json_vector(std::string const& path) { return parse_strict_json(read_vector(path)).value(); }

inline std::string text_at(boost::json::value const& object, std::string_view member) {
  return std::string(object.at(member).as_string());
}

}  // namespace redress::ledger
