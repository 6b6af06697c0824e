// The dictionaries of a store's file: read once each, kept for as long as the store is open.
//
// A row names its dictionary by number, for ever; a dictionary is written before any row that names it and never
// changed. The file holds each twice, as it is and squeezed on its own: one flipped bit must not close every row that
// was squeezed under it. Any thread, each with a connection of its own. Throws FaultError `internal`, which names the
// dictionary, where one is missing, is not the bytes that were written, or does not expand what it is given.
#pragma once

#include "storage/squeeze/dictionary.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace redress::storage {

class Connection;

class Dictionaries {
 public:
  /// Whether a damaged one may be read from its spare copy. An audit wants the damage.
  enum class Copies { first, either };
  explicit Dictionaries(Copies copies = Copies::either) : copies_(copies) {}

  std::string expand(Connection& connection, std::int64_t number, std::string_view squeezed);

  /// The bytes of one, and what to write beside them.
  static std::string bytes_of(Connection& connection, std::int64_t number, Copies copies = Copies::either);
  static std::string spare_of(std::string_view bytes);

 private:
  std::shared_ptr<Dictionary const> find(Connection& connection, std::int64_t number);

  Copies const copies_;
  std::mutex mutex_;
  std::map<std::int64_t, std::shared_ptr<Dictionary const>> known_;
};

}  // namespace redress::storage
