#include "api/cli/webhook_commands.hpp"

#include "api/cli/output.hpp"
#include "api/cli/user_commands.hpp"
#include "api/seam/clock.hpp"
#include "api/webhooks/signature.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <iterator>

namespace redress::cli {
namespace {

using api::webhooks::SignatureVerdict;
using boost::json::array;
using boost::json::object;

CallOutcome call_server(Common const& common, WebhookOptions const& options, std::string_view method, object params) {
  RpcClient client{target_beside(common.target, options.data_dir)};
  return client.call(method, std::move(params));
}

object asked(WebhookOptions const& options, char const* name, std::string const& value) {
  return {{name, value}, {"request_id", options.request_id.empty() ? fresh_request_id() : options.request_id}};
}

array texts(std::vector<std::string> const& from) {
  array all;
  for (auto const& each : from) all.emplace_back(each);
  return all;
}

std::string content_of(std::string const& file) {
  std::ifstream in{file, std::ios::binary};
  if (file != "-" && !in) throw FaultError({FaultKind::not_found, {"无法读取 " + file, "cannot read " + file}});
  std::istream& from = file == "-" ? std::cin : in;
  return {std::istreambuf_iterator<char>(from), {}};
}

std::string standing_of(object const& hook) {
  if (auto const* off = hook.if_contains("off")) return fmt::format("off ({})", text_at(off->as_object(), "why"));
  if (!hook.at("enabled").as_bool()) return "off";
  return hook.at("position").as_object().contains("waiting") ? "waits" : "on";
}

void print_delivery(object const& delivery) {
  auto const& attempts = delivery.at("attempts").as_array();
  std::cout << fmt::format("{}  {:<9}  {}  {}  {}\n", text_at(delivery, "id"), text_at(delivery, "state"),
                           text_at(delivery, "created_at"), text_at(delivery, "type"), text_at(delivery, "webhook_id"));
  for (auto const& each : attempts) {
    auto const& attempt = each.as_object();
    auto const* status = attempt.if_contains("status");
    auto const* error = attempt.if_contains("error");
    std::cout << fmt::format("    {}  {:<11} {:>3}  {:>6} ms  {}\n", text_at(attempt, "at"), text_at(attempt, "result"),
                             status ? std::to_string(status->as_int64()) : "-", attempt.at("duration_ms").as_int64(),
                             error ? text_at(error->as_object(), "en") : "");
  }
  if (delivery.contains("next_try_at"))
    std::cout << fmt::format("    下次 next  {}\n", text_at(delivery, "next_try_at"));
}

// What is to be checked: told part by part, or as webhook.deliveries tells a delivery (its newest attempt).
struct Signed {
  std::string id, timestamp, signature, body;
};

Signed signed_delivery(WebhookOptions const& options) {
  if (options.delivery_file.empty())
    return {options.webhook_id, options.timestamp, options.signature, content_of(options.body_file)};
  auto const delivery = boost::json::parse(content_of(options.delivery_file)).as_object();
  auto const& attempts = delivery.at("attempts").as_array();
  if (attempts.empty())
    throw FaultError({FaultKind::invalid_params, {"该投递还没有尝试", "this delivery was not tried yet"}});
  auto const& headers = attempts.back().at("headers").as_object();
  return {text_at(headers, "webhook-id"), text_at(headers, "webhook-timestamp"), text_at(headers, "webhook-signature"),
          text_at(delivery, "body")};
}

Says in_words(SignatureVerdict verdict) {
  switch (verdict) {
    case SignatureVerdict::holds:
      return {"签名成立", "the signature holds"};
    case SignatureVerdict::fails:
      return {"签名不成立：原文、编号、时间或密钥有一项不同",
              "the signature fails: body, id, time or secret is another"};
    case SignatureVerdict::too_old:
      return {"签名成立，但时间太早", "the signature holds, but is too old"};
    case SignatureVerdict::too_new:
      return {"签名成立，但时间在将来", "the signature holds, but is of the future"};
    case SignatureVerdict::no_timestamp:
      return {"时间戳不是整数秒", "the timestamp is no whole number of seconds"};
  }
  return {};
}

}  // namespace

Exit webhook_list(Common const& common, WebhookOptions const& options) {
  object params;
  if (!options.shop.empty()) params.emplace("shop", options.shop);
  auto const outcome = call_server(common, options, "webhook.list", std::move(params));
  if (outcome.exit != Exit::ok || common.json) return report(outcome, common.json);
  for (auto const& each : outcome.result.at("webhooks").as_array()) {
    auto const& hook = each.as_object();
    std::cout << fmt::format("{}  {:<16} {:<15} {:>6} behind  {}  {}\n", text_at(hook, "id"), text_at(hook, "shop"),
                             standing_of(hook), hook.at("position").at("behind").as_int64(), text_at(hook, "url"),
                             text_at(hook, "label"));
  }
  return Exit::ok;
}

Exit webhook_set(Common const& common, WebhookOptions const& options) {
  auto params = asked(options, "shop", options.shop);
  if (!options.id.empty()) params.emplace("id", options.id);
  if (!options.url.empty()) params.emplace("url", options.url);
  if (!options.label.empty()) params.emplace("label", options.label);
  if (!options.events.empty()) params.emplace("events", texts(options.events));
  if (!options.kinds.empty()) params.emplace("kinds", texts(options.kinds));
  if (options.enable || options.disable) params.emplace("enabled", options.enable);
  if (options.after >= -1) params.emplace("after", options.after);
  if (!options.secret.empty()) params.emplace("secret", options.secret);
  return report(call_server(common, options, "webhook.set", std::move(params)), common.json);
}

Exit webhook_remove(Common const& common, WebhookOptions const& options) {
  return report(call_server(common, options, "webhook.remove", asked(options, "id", options.id)), common.json);
}

Exit webhook_rotate(Common const& common, WebhookOptions const& options) {
  auto params = asked(options, "id", options.id);
  if (options.overlap_h >= 0) params.emplace("overlap_h", options.overlap_h);
  if (!options.secret.empty()) params.emplace("secret", options.secret);
  return report(call_server(common, options, "webhook.rotate", std::move(params)), common.json);
}

Exit webhook_deliveries(Common const& common, WebhookOptions const& options) {
  object params{{"id", options.id}, {"limit", options.limit}};
  if (!options.state.empty()) params.emplace("state", options.state);
  if (!options.delivery_id.empty()) params.emplace("delivery_id", options.delivery_id);
  auto const outcome = call_server(common, options, "webhook.deliveries", std::move(params));
  if (outcome.exit != Exit::ok) return report(outcome, common.json);
  auto const& deliveries = outcome.result.at("deliveries").as_array();
  // One alone is printed as `webhook verify --delivery` reads it.
  if (common.json && !options.delivery_id.empty())
    print_json(deliveries.at(0), true);
  else if (common.json)
    return report(outcome, true);
  else
    for (auto const& each : deliveries) print_delivery(each.as_object());
  return Exit::ok;
}

Exit webhook_replay(Common const& common, WebhookOptions const& options) {
  return report(call_server(common, options, "webhook.replay", asked(options, "delivery_id", options.delivery_id)),
                common.json);
}

Exit webhook_test(Common const& common, WebhookOptions const& options) {
  return report(call_server(common, options, "webhook.test", asked(options, "id", options.id)), common.json);
}

Exit webhook_verify(Common const& common, WebhookOptions const& options) {
  constexpr std::int64_t second = 1000;
  auto const secret = api::webhooks::secret_from(options.secret);
  if (!secret) return tell_fault(secret.error(), Exit::usage);
  Signed what;
  try {
    what = signed_delivery(options);
  } catch (FaultError const& why) {
    return tell_fault(why.fault(), Exit::usage);
  } catch (std::exception const&) {
    return tell_fault(
        {FaultKind::parse_error, {"这不是 webhook.deliveries 的一条投递", "this is no delivery of webhook.deliveries"}},
        Exit::usage);
  }
  auto const verdict = api::webhooks::verify(*secret, what.id, what.timestamp, what.signature, what.body,
                                             api::SystemClock{}.now().ms / second, options.tolerance_s);
  auto const says = in_words(verdict);
  if (common.json)
    print_json(object{{"holds", verdict == SignatureVerdict::holds}, {"says", to_json(says)}}, true);
  else
    std::cout << says.zh << "\n" << says.en << "\n";
  return verdict == SignatureVerdict::holds ? Exit::ok : Exit::verification_failed;
}

}  // namespace redress::cli
