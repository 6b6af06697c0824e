// What `redress webhook ...` does once its options are read, and `redress serve` with leave for hosts of the LAN.
#pragma once

#include "api/cli/commands.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace redress::cli {

struct WebhookOptions {
  std::string data_dir;  // of the running server: its admin token and address
  std::string id, shop, url, label, state, delivery_id, request_id;
  std::vector<std::string> events, kinds;
  std::int64_t after = -2;  // -2: not told
  std::int64_t overlap_h = -1;
  int limit = 20;
  bool enable = false;
  bool disable = false;
  // Of a signature to be checked.
  std::string secret, webhook_id, timestamp, signature, body_file, delivery_file;
  std::int64_t tolerance_s = 0;
};

Exit webhook_list(Common const& common, WebhookOptions const& options);
Exit webhook_set(Common const& common, WebhookOptions const& options);
Exit webhook_remove(Common const& common, WebhookOptions const& options);
Exit webhook_rotate(Common const& common, WebhookOptions const& options);
Exit webhook_deliveries(Common const& common, WebhookOptions const& options);
Exit webhook_replay(Common const& common, WebhookOptions const& options);
Exit webhook_test(Common const& common, WebhookOptions const& options);
/// Offline: whether body, id, timestamp and signature belong together under the secret. 0, or 4 where they do not.
Exit webhook_verify(Common const& common, WebhookOptions const& options);

struct Serving : ServeOptions {
  std::vector<std::string> webhook_allow;       // hosts and networks deliveries may go to beside public ones
  std::vector<std::string> second_factor = {};  // roles whose users need one
};
Exit serve(Serving const& options);

}  // namespace redress::cli
