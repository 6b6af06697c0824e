// Tells quickly that params fit their schema, where that is plain to see; most calls do.
//
// The schema is compiled once into a tree that is walked beside the value. What it does not know (a number
// that is no integer under a bound, a keyword that is new) makes it unsure, never wrong: then the schema library is
// asked, which also finds the words for what does not fit. Any thread.
#pragma once

#include <boost/json.hpp>

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::api::rpc {

class QuickSchema {
 public:
  /// Of a schema without references.
  explicit QuickSchema(boost::json::object const& schema);

  bool surely_fits(boost::json::value const& value) const;
  bool surely_fits(boost::json::object const& object) const;

 private:
  struct Property;

  bool learn(std::string_view keyword, boost::json::value const& said);
  bool learn_pattern(std::string_view pattern);
  bool learn_types(boost::json::value const& said);
  bool learn_structure(std::string_view keyword, boost::json::value const& said);
  bool string_fits(std::string_view text) const;
  bool members_fit(boost::json::object const& object) const;
  bool array_fits(boost::json::array const& array) const;
  Property const* find(std::string_view name) const;

  struct Range {
    std::int64_t least = std::numeric_limits<std::int64_t>::min();
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
    bool holds(std::int64_t number) const { return least <= number && number <= most; }
    bool bounds() const { return *this != Range{}; }
    bool operator==(Range const&) const = default;
  };

  bool unsure_ = false;
  unsigned kinds_ = ~0U;  // bit of each boost::json::kind that is allowed
  Range length_;          // of strings, in characters
  Range number_;
  Range items_count_;
  Range members_count_;
  std::vector<std::string> texts_;                      // one of these; none: any
  std::function<bool(std::string_view)> matches_ = {};  // a pattern; empty: none
  std::vector<Property> properties_;
  std::size_t required_ = 0;  // how many of them
  bool closed_ = false;       // no other members
  std::shared_ptr<QuickSchema const> others_;
  std::shared_ptr<QuickSchema const> items_;
  std::vector<QuickSchema> any_of_;
};

struct QuickSchema::Property {
  std::string name;
  std::shared_ptr<QuickSchema const> schema;
  bool required = false;
};

}  // namespace redress::api::rpc
