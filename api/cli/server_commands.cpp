// Commands that start a server or make its tokens.
#include "api/cli/commands.hpp"
#include "api/cli/demo_cases.hpp"
#include "api/cli/output.hpp"
#include "api/cli/user_commands.hpp"
#include "api/cli/webhook_commands.hpp"
#include "api/server/app.hpp"
#include "api/server/config.hpp"
#include "api/server/logging.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace redress::cli {
namespace {

Exit tell(Fault const& fault) {
  std::cerr << fault.says.zh << "\n" << fault.says.en << "\n";
  if (!fault.position.empty()) std::cerr << "(" << fault.position << ")\n";
  return Exit::failed;
}

// A demo's store that nobody asked to keep goes away with the demo.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "redress-demo-XXXXXX").string();
    if (::mkdtemp(name.data())) path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  std::filesystem::path const& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

Exit serve(ServeOptions const& options) { return serve(Serving{options, {}}); }

Exit serve(Serving const& options) {
  api::start_logging(false);
  api::AppOptions app_options{.data_dir = options.data_dir,
                              .listen = options.listen,
                              .sandbox = options.sandbox,
                              .rulebooks = options.rulebooks};
  if (!options.config.empty())
    if (auto const read = api::read_config(options.config, app_options); !read) {
      tell(read.error());
      return Exit::usage;
    }
  for (auto const& allowed : options.webhook_allow) app_options.webhooks.allow.push_back(allowed);
  auto app = api::App::start(app_options);
  if (!app) return tell(app.error());
  std::cout << "listening on " << (*app)->url() << std::endl;
  (*app)->run_until_signal();
  return Exit::ok;
}

Exit demo(std::string const& data_dir, std::string const& listen) {
  api::start_logging(false);
  std::optional<TemporaryFolder> temporary;
  std::filesystem::path dir = data_dir;
  if (data_dir.empty()) dir = temporary.emplace().path();
  auto started = api::App::start({.data_dir = dir, .listen = listen, .rehearsal = true});
  if (!started) return tell(started.error());
  auto& app = **started;
  auto const opened = fill_demo(app);
  auto const url = app.url();
  std::cout << fmt::format("Redress demo: {} cases in shop shop_demo\n\n", opened.cases) << "listening on " << url
            << "\n\n";
  std::cout << fmt::format("登录控制台 / sign in at {}/\n", url);
  for (std::string const role : {"agent", "manager", "auditor", "admin"}) {
    auto const shop = role == "admin" ? "" : "shop_demo";
    std::cout << fmt::format("user {:<8} {}\n", role, app.make_user(role, role, shop));
  }
  std::cout << "\n";
  std::string agent;
  for (std::string const role : {"agent", "manager", "auditor", "service"}) {
    auto const token = app.make_token(role, "shop_demo");
    if (role == "agent") agent = token;
    std::cout << fmt::format("{:<8} {}\n", role, token);
  }
  std::cout
      << fmt::format("{:<8} {}\n\n", "admin", app.admin_token()) << "接下来试试 / try next:\n"
      << fmt::format("  export REDRESS_URL={} REDRESS_TOKEN={}\n", url, agent)
      << "  redress case list --owed-by seller\n"
      << fmt::format("  redress case actions {}\n", opened.interesting_case)
      << fmt::format(
             "  curl -s {}/rpc -H \"Authorization: Bearer $REDRESS_TOKEN\" -H 'Content-Type: application/json' \\\n",
             url)
      << fmt::format(
             "    -d "
             "'{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.actions\",\"params\":{{\"case_id\":\"{}\"}}}}'\n",
             opened.interesting_case)
      << std::flush;
  app.run_until_signal();
  return Exit::ok;
}

Exit token_create(Common const& common, std::string const& role, std::string const& shop, std::string const& data_dir) {
  auto const target = target_beside(common.target, data_dir);
  boost::json::object params{{"role", role}};
  if (!shop.empty()) params.emplace("shop", shop);
  auto const outcome = RpcClient{target}.call("token.create", std::move(params));
  if (outcome.exit != Exit::ok || common.json) return report(outcome, common.json);
  std::cout << std::string_view{outcome.result.at("token").as_string()} << "\n";
  return Exit::ok;
}

}  // namespace redress::cli
