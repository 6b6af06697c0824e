#include "api/cli/user_commands.hpp"

#include "api/cli/given_file.hpp"
#include "api/cli/output.hpp"
#include "api/seam/ids.hpp"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>

namespace redress::cli {
namespace {

std::string first_line(std::filesystem::path const& file) {
  std::ifstream in{file};
  std::string line;
  std::getline(in, line);
  return line;
}

// A line of stdin; at a terminal it is asked for and not shown. Never from the command line, where others can read it.
std::string secret_line(std::string_view asked_for) {
  bool const at_terminal = ::isatty(STDIN_FILENO) == 1;
  termios before{};
  if (at_terminal) {
    std::cerr << asked_for << ": " << std::flush;
    ::tcgetattr(STDIN_FILENO, &before);
    auto silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSANOW, &silent);
  }
  std::string line;
  std::getline(std::cin, line);
  if (at_terminal) {
    ::tcsetattr(STDIN_FILENO, TCSANOW, &before);
    std::cerr << "\n";
  }
  return line;
}

std::string drawn_password() {
  constexpr std::size_t random_bytes = 12;
  api::SystemClock const clock;
  api::SystemEntropy entropy;
  return api::Ids{clock, entropy}.random_hex(random_bytes);
}

std::string new_password(UserOptions const& options) {
  return options.generate ? drawn_password() : secret_line("新口令 new password");
}

// The drawn password on stdout, as nobody else ever says it.
Exit told(CallOutcome outcome, Common const& common, UserOptions const& options, std::string const& password) {
  if (outcome.exit != Exit::ok || !options.generate) return report(outcome, common.json);
  outcome.result.as_object().emplace("password", password);
  if (common.json) return report(outcome, true);
  std::cout << password << "\n";
  return Exit::ok;
}

}  // namespace

Target target_beside(Target target, std::string const& data_dir) {
  if (data_dir.empty()) return target;
  if (std::error_code ignored; !std::filesystem::exists(std::filesystem::path(data_dir) / "admin.token", ignored))
    throw LocalFailure{{FaultKind::not_found,
                        {fmt::format("此文件夹中没有存储：{}", data_dir),
                         fmt::format("there is no store in this folder: {}", data_dir)}},
                       Exit::not_found};
  target.token = first_line(std::filesystem::path(data_dir) / "admin.token");
  target.url = first_line(std::filesystem::path(data_dir) / "server.url");
  return target;
}

Exit user_create(Common const& common, UserOptions const& options) {
  auto const password = new_password(options);
  boost::json::object params{{"name", options.name}, {"role", options.role}, {"password", password}};
  if (!options.shop.empty()) params.emplace("shop", options.shop);
  if (!options.display.empty()) params.emplace("display", options.display);
  RpcClient client{target_beside(common.target, options.data_dir)};
  return told(client.call("user.create", std::move(params)), common, options, password);
}

Exit user_list(Common const& common, UserOptions const& options) {
  auto const outcome = RpcClient{target_beside(common.target, options.data_dir)}.call("user.list", {});
  if (outcome.exit != Exit::ok || common.json) return report(outcome, common.json);
  for (auto const& each : outcome.result.at("users").as_array()) {
    auto const& user = each.as_object();
    bool const disabled = user.at("disabled").as_bool();
    bool const two_steps = user.contains("second_factor_at");
    std::cout << fmt::format("{}  {:<8} {:<16} {} {}{}{}\n", text_at(user, "id"), text_at(user, "role"),
                             text_at(user, "shop"), text_at(user, "name"), text_at(user, "display"),
                             two_steps ? "  两步验证 second factor" : "", disabled ? "  已停用 disabled" : "");
  }
  return Exit::ok;
}

Exit user_set(Common const& common, UserOptions const& options) {
  boost::json::object params{{"id", options.id}};
  if (!options.role.empty()) params.emplace("role", options.role);
  if (!options.display.empty()) params.emplace("display", options.display);
  if (options.disable || options.enable) params.emplace("disabled", options.disable);
  RpcClient client{target_beside(common.target, options.data_dir)};
  return report(client.call("user.set", std::move(params)), common.json);
}

Exit user_second_factor_off(Common const& common, UserOptions const& options) {
  RpcClient client{target_beside(common.target, options.data_dir)};
  return report(client.call("second_factor.remove", {{"id", options.id}}), common.json);
}

Exit user_password(Common const& common, UserOptions const& options) {
  boost::json::object params;
  if (options.id.empty())
    params.emplace("old", secret_line("原口令 old password"));
  else
    params.emplace("id", options.id);
  auto const password = new_password(options);
  params.emplace("new", password);
  RpcClient client{target_beside(common.target, options.data_dir)};
  return told(client.call("user.password", std::move(params)), common, options, password);
}

}  // namespace redress::cli
