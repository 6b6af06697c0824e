// The configuration file of `redress serve`: TOML, every member optional, flags of the command line stand above it.
//
//   data = "/var/lib/redress"      listen = "127.0.0.1:8080"      sandbox = false
//   rulebooks = "/etc/redress/rulebooks"
//   checkpoint_every_s = 10                                   signed_memory = "/mnt/other/ledger.signed"
//   [[witness]]  url = "https://witness.example"  vkey = "witness.example/w1+..."
//   [stamps]     url = "https://tsa.example"      certificates = "/etc/redress/tsa.pem"  every_h = 24
//   [console]    tls_in_front = true   idle_min = 30   session_h = 12   second_factor = ["manager", "admin"]
//   [webhooks]   allow = ["erp.lan", "10.1.0.0/16"]           ports = [443, 8443]
#pragma once

#include "api/server/app.hpp"

namespace redress::api {

/// Fills what the file names and the options leave open. Fault `invalid_params` with "line L, column C" for a file that
/// is no TOML, an unknown member (with the nearest known one) or a value of the wrong type.
Result<void> read_config(std::filesystem::path const& file, AppOptions& options);

/// Roles as the command line and the file name them. Fault `invalid_params` at `position` for a name that is none.
Result<std::vector<Role>> roles_from(std::vector<std::string> const& names, std::string const& position);

}  // namespace redress::api
