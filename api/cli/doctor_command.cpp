// `redress doctor`: what keeps a server from starting or from keeping its promises, before it does.
#include "api/cli/commands.hpp"
#include "api/cli/output.hpp"
#include "api/doctor/checkup.hpp"
#include "api/seam/clock.hpp"
#include "api/server/version.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iostream>

namespace redress::cli {
namespace {

constexpr std::int64_t clocks_apart_ms = 5'000;

std::string first_line(std::filesystem::path const& file) {
  std::ifstream in{file};
  std::string line;
  std::getline(in, line);
  return line;
}

// The server of the folder, or the one named; nothing is said of one that nobody named and that does not run.
void check_server(api::Checkup& checkup, Target target, std::filesystem::path const& dir, bool named) {
  if (!dir.empty() && !named) {
    target.url = first_line(dir / "server.url");
    if (target.url.empty()) return;
  }
  if (target.token.empty() && !dir.empty()) target.token = first_line(dir / "admin.token");
  auto const asked_at = api::SystemClock{}.now();
  auto const outcome = RpcClient{target}.call("system.info", {});
  if (outcome.exit == Exit::unreachable) {
    checkup.push_back({.id = "server.answers",
                       .health = named ? api::Health::failed : api::Health::well,
                       .says = {target.url + " 没有服务在运行", "no server runs at " + target.url},
                       .advice = named ? Says{"redress serve --data DIR", "redress serve --data DIR"} : Says{}});
    return;
  }
  if (outcome.exit != Exit::ok) {
    checkup.push_back(
        {.id = "server.answers",
         .health = api::Health::warning,
         .says = {target.url + " 有应答，但拒绝了本令牌", target.url + " answers, and refuses this token"},
         .advice = {"用 --token 或 --data DIR", "name --token or --data DIR"}});
    return;
  }
  auto const& info = outcome.result.as_object();
  auto const version = text_at(info, "version");
  api::Check answers{.id = "server.answers",
                     .says = {fmt::format("{} 应答，版本 {}", target.url, version),
                              fmt::format("{} answers, version {}", target.url, version)}};
  if (version != api::version_text) {
    answers.health = api::Health::warning;
    answers.advice = {"与本程序版本不同", "this program is of another version"};
  }
  checkup.push_back(std::move(answers));
  auto const theirs = parse_rfc3339(text_at(info, "server_time"));
  bool const sandbox = info.contains("sandbox") && info.at("sandbox").as_bool();
  if (!theirs || sandbox) return;
  auto const apart_ms = *theirs - asked_at;
  if (std::abs(apart_ms) > clocks_apart_ms)
    checkup.push_back({.id = "server.clock",
                       .health = api::Health::warning,
                       .says = {fmt::format("服务器时钟相差 {} 毫秒", apart_ms),
                                fmt::format("the server's clock is {} ms off ours", apart_ms)},
                       .advice = {"两边都校时（NTP）", "set both clocks (NTP)"}});
}

void tell(api::Checkup const& checkup) {
  for (auto const& check : checkup) {
    std::cout << fmt::format("{:<8} {:<24} {}  {}\n", api::name_of(check.health), check.id, check.says.zh,
                             check.says.en);
    if (!check.advice.en.empty())
      std::cout << fmt::format("{:34}→ {}\n{:34}→ {}\n", "", check.advice.zh, "", check.advice.en);
  }
}

}  // namespace

Exit doctor(Common const& common, DoctorOptions const& options) {
  api::Checkup checkup;
  auto const now = api::SystemClock{}.now();
  api::check_machine(checkup, now);
  api::check_configuration(checkup, options.config, options.rulebooks, now);
  if (!options.data_dir.empty()) api::check_folder(checkup, options.data_dir);
  if (options.url_named || !options.data_dir.empty())
    check_server(checkup, common.target, options.data_dir, options.url_named);
  if (common.json)
    print_json(to_json(checkup), true);
  else
    tell(checkup);
  return api::worst_of(checkup) == api::Health::failed ? Exit::failed : Exit::ok;
}

}  // namespace redress::cli
