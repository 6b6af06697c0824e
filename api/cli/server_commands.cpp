// Commands that start a server or make its tokens.
#include "api/cli/commands.hpp"
#include "api/cli/demo_cases.hpp"
#include "api/cli/demo_command.hpp"
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
#include <vector>

namespace redress::cli {
namespace {

Exit tell(Fault const& fault) {
  std::cerr << fault.says.zh << "\n" << fault.says.en << "\n";
  if (!fault.position.empty()) std::cerr << "(" << fault.position << ")\n";
  return Exit::failed;
}

// A mistake in what was asked for is the caller's to mend.
Exit not_started(Fault const& fault) {
  auto const exit = tell(fault);
  return fault.kind == FaultKind::invalid_params ? Exit::usage : exit;
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
  auto const roles = api::roles_from(options.second_factor, "--second-factor");
  if (!roles) {
    tell(roles.error());
    return Exit::usage;
  }
  if (!roles->empty()) app_options.console.second_factor = *roles;
  auto app = api::App::start(app_options);
  if (!app) return not_started(app.error());
  std::cout << "listening on " << (*app)->url() << std::endl;
  (*app)->run_until_signal();
  return Exit::ok;
}

namespace {

struct Login {
  std::string role;
  std::string shop;
  std::string secret;  // a password, or a token
};

struct DemoHouse {
  std::string url;
  DemoShop shop;
  std::vector<Login> users;
  std::vector<Login> tokens;

  Login const& agent() const { return tokens.front(); }
};

DemoHouse furnish(api::App& app) {
  DemoHouse house{.url = {}, .shop = fill_demo(app), .users = {}, .tokens = {}};
  house.url = app.url();
  for (std::string const role : {"agent", "manager", "auditor", "admin"}) {
    std::string const shop = role == "admin" ? "" : "shop_demo";
    house.users.push_back({role, shop, app.make_user(role, role, shop)});
  }
  for (std::string const role : {"agent", "manager", "auditor", "service"})
    house.tokens.push_back({role, "shop_demo", app.make_token(role, "shop_demo")});
  house.tokens.push_back({"admin", "", app.admin_token()});
  return house;
}

void print_line(DemoHouse const& house) {
  boost::json::array users, tokens;
  for (auto const& [role, shop, password] : house.users)
    users.push_back(boost::json::object{{"name", role}, {"role", role}, {"shop", shop}, {"password", password}});
  for (auto const& [role, shop, token] : house.tokens)
    tokens.push_back(boost::json::object{{"role", role}, {"shop", shop}, {"token", token}});
  std::cout << boost::json::serialize(boost::json::object{{"url", house.url},
                                                          {"shop", "shop_demo"},
                                                          {"cases", house.shop.cases},
                                                          {"case_id", house.shop.interesting_case},
                                                          {"users", std::move(users)},
                                                          {"tokens", std::move(tokens)}})
            << std::endl;
}

void print_page(DemoHouse const& house) {
  std::cout << fmt::format("Redress demo: {} cases in shop shop_demo\n\n", house.shop.cases) << "listening on "
            << house.url << "\n\n";
  std::cout << fmt::format("登录控制台 / sign in at {}/\n", house.url);
  for (auto const& user : house.users) std::cout << fmt::format("user {:<8} {}\n", user.role, user.secret);
  std::cout << "\n";
  for (auto const& token : house.tokens) std::cout << fmt::format("{:<8} {}\n", token.role, token.secret);
  std::cout
      << "\n接下来试试 / try next:\n"
      << fmt::format("  export REDRESS_URL={} REDRESS_TOKEN={}\n", house.url, house.agent().secret)
      << "  redress case list --owed-by seller\n"
      << fmt::format("  redress case actions {}\n", house.shop.interesting_case)
      << fmt::format(
             "  curl -s {}/rpc -H \"Authorization: Bearer $REDRESS_TOKEN\" -H 'Content-Type: application/json' \\\n",
             house.url)
      << fmt::format(
             "    -d "
             "'{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.actions\",\"params\":{{\"case_id\":\"{}\"}}}}'\n",
             house.shop.interesting_case)
      << std::flush;
}

Exit run_demo(std::string const& data_dir, std::string const& listen, void (*print)(DemoHouse const&)) {
  api::start_logging(false);
  std::optional<TemporaryFolder> temporary;
  std::filesystem::path dir = data_dir;
  if (data_dir.empty()) dir = temporary.emplace().path();
  auto started = api::App::start({.data_dir = dir, .listen = listen, .rehearsal = true});
  if (!started) return not_started(started.error());
  auto& app = **started;
  print(furnish(app));
  app.run_until_signal();
  return Exit::ok;
}

}  // namespace

Exit demo(std::string const& data_dir, std::string const& listen) { return run_demo(data_dir, listen, print_page); }

Exit demo_as_json(std::string const& data_dir, std::string const& listen) {
  return run_demo(data_dir, listen, print_line);
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
