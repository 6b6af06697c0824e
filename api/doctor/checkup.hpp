// What keeps a server from starting, or from keeping its promises, told before it does: `redress doctor`.
//
// Reads and measures; a store that is there is not opened, migrated or changed. Three groups: the machine, a store's
// folder, a server that runs. Each check says what was seen and, unless it is well, what to do.
#pragma once

#include "engine/base/fault.hpp"
#include "engine/base/instant.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace redress::api {

enum class Health { well, warning, failed };

struct Check {
  std::string id;  // "store.room"; never changes its meaning
  Health health = Health::well;
  Says says;         // what was seen
  Says advice = {};  // empty when all is well
};

using Checkup = std::vector<Check>;

/// Room below this on the store's file system: a warning.
inline constexpr std::int64_t room_low_bytes = 2LL * 1024 * 1024 * 1024;
/// One sync of the disk above this: a warning, because every commit waits for at least one.
inline constexpr std::int64_t sync_slow_us = 20'000;

/// Libraries, built-in rulebooks and their calendars, time zones, files a process may hold, the clock.
void check_machine(Checkup& checkup, Instant now);

/// The folder a store lives in, or would: kind of file system, room, secrets and their modes, whether somebody holds
/// it, how long a sync takes (writes and removes one small file).
void check_folder(Checkup& checkup, std::filesystem::path const& dir);

/// A configuration file and the folder of rulebooks it or the caller names; empty paths are not checked.
void check_configuration(Checkup& checkup, std::filesystem::path const& config, std::filesystem::path const& rulebooks,
                         Instant now);

Health worst_of(Checkup const& checkup);
std::string_view name_of(Health health);  // "ok", "warning", "failed"
boost::json::object to_json(Checkup const& checkup);

}  // namespace redress::api
