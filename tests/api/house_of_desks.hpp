// Everything behind the wire, put together in one process: memory store, virtual clock, a seed.
#pragma once

#include "api/rpc/dispatcher.hpp"
#include "api/server/handles.hpp"
#include "storage/memory/memory_store.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace redress::api {

class HouseOfDesks {
 public:
  /// `shops`: the files of its folder of rulebooks.
  explicit HouseOfDesks(std::uint64_t seed = 1, std::vector<rules::BookSource> shops = {});
  ~HouseOfDesks();

  /// One JSON-RPC text as that role (shop s1); the answer, parsed (null where there is none).
  boost::json::value handle(std::string_view text, Role role = Role::service, std::string_view person = {});
  /// One call; the whole response object. `person` tells two callers of one role apart.
  boost::json::object call(std::string_view method, boost::json::object params, Role role = Role::service,
                           std::string_view person = {});

  /// The shop of whoever calls from now on.
  void be_of(std::string shop);

  /// The folder from now on; read by rules.activate.
  void put_rulebooks(std::vector<rules::BookSource> folder);

  VirtualClock& clock();
  storage::MemoryStore& store();
  Runner& runner();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace redress::api
