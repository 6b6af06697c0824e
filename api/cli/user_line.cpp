#include "api/cli/user_line.hpp"

#include "api/cli/user_commands.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace redress::cli {

void add_user_commands(CLI::App& app, Common const& common, std::function<void(std::function<Exit()>)> const& choose) {
  auto* users = app.add_subcommand("user", "people who sign in to the console 控制台用户")->require_subcommand(1);
  auto const options = std::make_shared<UserOptions>();
  auto const add = [&](char const* name, char const* what, char const* example, auto run) {
    auto* sub = users->add_subcommand(name, what);
    sub->callback(
        [choose, options, run, &common] { choose([options, run, &common] { return run(common, *options); }); });
    sub->add_option("--data", options->data_dir, "the running server's folder: uses its admin token and address");
    sub->footer(std::string("Example 示例:\n  ") + example);
    return sub;
  };
  auto const roles = CLI::IsMember({"agent", "manager", "auditor", "service", "admin"});
  auto const may_draw = [&](CLI::App* sub) {
    sub->add_flag("--generate", options->generate, "draw the password and print it (default: a line of stdin)");
  };
  auto* create =
      add("create", "makes a user",
          "redress user create --name xiaowang --role agent --shop my-shop --generate --data ./data", user_create);
  create->add_option("--name", options->name, "typed at login")->required();
  create->add_option("--role", options->role, "agent, manager, auditor, service or admin")->required()->check(roles);
  create->add_option("--shop", options->shop, "bind them to one shop");
  create->add_option("--display", options->display, "shown to colleagues");
  may_draw(create);
  add("list", "the users there are", "redress user list --data ./data", user_list);
  auto* set =
      add("set", "changes a user, or disables them", "redress user set user_01J... --disable --data ./data", user_set);
  set->add_option("USER", options->id, "as `user list` shows it")->required();
  set->add_option("--role", options->role, "another role")->check(roles);
  set->add_option("--display", options->display, "another shown name");
  auto* disable = set->add_flag("--disable", options->disable, "ends their sessions; they cannot sign in");
  set->add_flag("--enable", options->enable, "lets them in again")->excludes(disable);
  add("second-factor-off", "takes the second factor off a user who lost the phone; ends their sessions",
      "redress user second-factor-off user_01J... --data ./data", user_second_factor_off)
      ->add_option("USER", options->id, "as `user list` shows it")
      ->required();
  auto* password =
      add("password", "sets a password: of USER by an admin; without USER the caller's own, the old one first",
          "redress user password user_01J... --generate --data ./data", user_password);
  password->add_option("USER", options->id, "as `user list` shows it");
  may_draw(password);
}

}  // namespace redress::cli
