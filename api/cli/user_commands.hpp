// What `redress user create|list|set|password|second-factor-off` do once their options are read.
#pragma once

#include "api/cli/commands.hpp"

#include <optional>
#include <string>

namespace redress::cli {

struct UserOptions {
  std::string data_dir;  // of the running server: its admin token and address
  std::string id, name, display, role, shop;
  bool generate = false;  // draw the password, and print it
  bool disable = false;
  bool enable = false;
};

Exit user_create(Common const& common, UserOptions const& options);
Exit user_list(Common const& common, UserOptions const& options);
Exit user_set(Common const& common, UserOptions const& options);
Exit user_second_factor_off(Common const& common, UserOptions const& options);
Exit user_password(Common const& common, UserOptions const& options);

/// The server that runs on the folder, with its own admin token; `target` itself for an empty folder.
Target target_beside(Target target, std::string const& data_dir);

}  // namespace redress::cli
