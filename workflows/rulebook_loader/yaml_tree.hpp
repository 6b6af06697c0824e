// A YAML text as a tree that remembers where everything stands, within limits.
//
// Refused, each with its place: text that is not UTF-8 or holds a zero byte, more than one document, duplicate member
// names, names that are not texts, explicit tags, more than `bytes_max` of text, more than `nodes_max` nodes with every
// alias written out, nesting beyond `depth_max`, and what yaml-cpp itself refuses.
#pragma once

#include "workflows/rulebook_loader/file_check.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::rules {

struct YamlMember;

struct YamlNode {
  enum class Kind { null, scalar, sequence, map };

  Kind kind = Kind::null;
  std::string text = {};   // scalar
  bool plain = false;      // scalar: not quoted and no block
  std::size_t offset = 0;  // in the source, bytes; of an empty value, of its name
  Place place = {};
  std::vector<YamlNode> items = {};  // sequence
  std::vector<YamlMember> members;   // map, in the order written, names unique

  YamlNode const* find(std::string_view name) const;
};

struct YamlMember {
  std::string name;
  Place place;
  YamlNode value;
};

struct YamlLimits {
  std::size_t bytes_max = 1024 * 1024;
  std::size_t nodes_max = 100'000;
  std::size_t depth_max = 32;
};

/// The tree, if there is one worth reading; findings that leave one (duplicate names) are reported all the same.
std::optional<YamlNode> parse_yaml(FileCheck& check, YamlLimits const& limits = {});

/// Where a byte of a scalar's value stands in the source, through quotes, escapes, folding and indentation.
Place place_in_scalar(SourceText const& source, YamlNode const& scalar, std::size_t offset);

}  // namespace redress::rules
