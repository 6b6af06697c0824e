// What people are called, told beside the ids that entries and cases name them by.
//
// A user's shown name or a token's label; who nobody knows keeps their id. Remembers what it has looked up, so one of
// these serves one answer. Borrows the reader; one thread at a time.
#pragma once

#include "engine/cases/store.hpp"

#include <boost/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace redress::api {

/// In front of the id of whoever had a file imported: the entries are theirs, the file was their means.
inline constexpr std::string_view import_mark = "import:";

class ActorNames {
 public:
  explicit ActorNames(StoreReader& store) : store_(store) {}

  std::string const& name(std::string const& actor_id);

  /// Adds `<member>_name` beside each member of the item that names somebody: actor, assignee, added_by, proposed_by
  /// ...
  void add_to(boost::json::object& item);

  /// The same to everything in it.
  void add_throughout(boost::json::value& value);

 private:
  std::string looked_up(std::string const& actor_id);

  StoreReader& store_;
  std::map<std::string, std::string, std::less<>> known_;
  std::optional<std::map<std::string, std::string, std::less<>>> labels_;  // of tokens, read when one is asked for
};

}  // namespace redress::api
