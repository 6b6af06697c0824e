// Reads the members of one YAML map: what is unknown, missing or of the wrong kind becomes a finding at its place.
//
// Every getter answers something usable where the member is wrong; whether anything was is for FileCheck::count to say.
// The node and the check must outlive it.
#pragma once

#include "engine/base/instant.hpp"
#include "workflows/rulebook_loader/yaml_tree.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redress::rules {

enum class Need { required, optional };

struct PlacedText {
  std::string text;
  Place place;
};

class Members {
 public:
  /// Reports every member that is not among `known`, and a node that is no map.
  Members(YamlNode const& node, FileCheck& check, std::initializer_list<std::string_view> known);
  Members(YamlNode const& node, FileCheck& check, std::span<std::string_view const> known);

  Place place() const { return node_.place; }
  FileCheck& check() const { return check_; }

  /// nullptr if absent; then, if required, with a finding.
  YamlNode const* find(std::string_view name, Need need) const;

  std::string text(std::string_view name, Need need) const;
  std::optional<std::int64_t> integer(std::string_view name, Need need) const;
  std::optional<Instant> date(std::string_view name) const;     // Beijing day, its first moment
  std::optional<Instant> instant(std::string_view name) const;  // RFC 3339
  std::vector<PlacedText> texts(std::string_view name, Need need) const;

  /// {zh, en}, both there and not empty.
  Says says(std::string_view name) const;

  /// A value of an enumeration by its name; names what there is where it is another.
  template <class Enum>
  Enum one_of(std::string_view name, std::optional<Enum> (*from)(std::string_view),
              std::initializer_list<std::string_view> names, Enum otherwise) const {
    auto const* node = find(name, Need::required);
    if (!node) return otherwise;
    if (auto const value = from(node->text)) return *value;
    refuse_choice(*node, names);
    return otherwise;
  }

 private:
  void refuse_choice(YamlNode const& node, std::initializer_list<std::string_view> names) const;

  YamlNode const& node_;
  FileCheck& check_;
};

/// The text of a scalar that is not empty; a finding and "" for anything else.
std::string text_of(YamlNode const& node, FileCheck& check);

/// Whole numbers written plainly: -5, 0, 20000.
std::optional<std::int64_t> integer_of(YamlNode const& node, FileCheck& check);

/// The items of a list; a finding and nothing for anything else.
std::vector<YamlNode> const& items_of(YamlNode const& node, FileCheck& check);

}  // namespace redress::rules
