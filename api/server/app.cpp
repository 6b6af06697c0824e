#include "api/server/app.hpp"

#include "api/server/app_parts.hpp"

#include <boost/asio/post.hpp>

#include <fmt/format.h>

#include <future>
#include <thread>

namespace redress::api {
namespace {

constexpr int runner_every_ms = 250;

}  // namespace

Result<std::unique_ptr<App>> App::start(AppOptions options) {
  // ZIP keeps times as the clock on the wall shows them; the same pack must not depend on whose wall.
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  auto parts = std::make_unique<Parts>();
  parts->options = std::move(options);
  if (parts->options.sandbox) {
    auto virtual_clock = std::make_unique<VirtualClock>(SystemClock{}.now());
    parts->sandbox_clock = virtual_clock.get();
    parts->clock = std::move(virtual_clock);
  } else {
    parts->clock = std::make_unique<SystemClock>();
  }
  parts->ids = std::make_unique<Ids>(*parts->clock, parts->entropy);
  if (auto done = parts->open_store(); !done) return done.error();
  if (auto done = parts->open_desks(); !done) return done.error();
  if (auto done = parts->listen(); !done) return done.error();
  return std::unique_ptr<App>(new App(std::move(parts)));
}

App::App(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
App::~App() = default;

std::string App::url() const { return "http://" + parts_->address; }
std::string App::admin_token() const { return parts_->admin_token; }

std::string App::call(std::string method, std::string params_json, std::string role, std::string shop) {
  Actor const actor{.id = "local-" + role, .role = role_from(role).value(), .shop = std::move(shop)};
  std::promise<std::string> answered;
  auto answer = answered.get_future();
  auto const text = fmt::format(R"({{"jsonrpc":"2.0","id":1,"method":"{}","params":{}}})", method, params_json);
  parts_->dispatcher->handle(text, actor, [&](std::string reply) { answered.set_value(std::move(reply)); });
  return answer.get();
}

std::string App::make_token(std::string role, std::string shop) {
  boost::json::object const params{{"role", role}, {"shop", shop}};
  auto const answer = boost::json::parse(call("token.create", boost::json::serialize(params), "admin", {}));
  return std::string(answer.at("result").at("token").as_string());
}

std::string App::make_user(std::string name, std::string role, std::string shop) {
  constexpr std::size_t random_bytes = 8;
  auto password = parts_->ids->random_hex(random_bytes);
  boost::json::object const params{{"name", name}, {"role", role}, {"shop", shop}, {"password", password}};
  auto const answer = boost::json::parse(call("user.create", boost::json::serialize(params), "admin", {}));
  answer.at("result");
  return password;
}

void App::run_until_signal() {
  parts_->runner->start(runner_every_ms);
  parts_->publisher->start();
  parts_->sender->start();
  parts_->feed->start([this] {
    parts_->presence->sweep();
    parts_->worklist->catch_up(*parts_->store);
  });
  parts_->signals.async_wait([this](boost::system::error_code failed, int) {
    if (!failed) parts_->stop();
  });
  boost::asio::post(parts_->watch, [this] { parts_->look_at_callers(); });
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < io_threads; ++i) threads.emplace_back([this] { parts_->io.run(); });
  parts_->io.run();
  for (auto& thread : threads) thread.join();
  parts_->worklist->keep_at_end();
}

}  // namespace redress::api
