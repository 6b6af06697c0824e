// The dictionaries of a store's file: read once each, kept for as long as the store is open.
//
// A row names its dictionary by number, for ever; a dictionary is written before any row that names it and never
// changed. Any thread, each with a connection of its own. Throws FaultError `internal`, which names the dictionary,
// where one is missing, is not the bytes that were written, or does not expand what it is given.
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
  std::string expand(Connection& connection, std::int64_t number, std::string_view squeezed);

  /// The bytes of one as the file has them.
  static std::string bytes_of(Connection& connection, std::int64_t number);

 private:
  std::shared_ptr<Dictionary const> find(Connection& connection, std::int64_t number);

  std::mutex mutex_;
  std::map<std::int64_t, std::shared_ptr<Dictionary const>> known_;
};

}  // namespace redress::storage
