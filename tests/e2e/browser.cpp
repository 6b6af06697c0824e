#include "tests/e2e/browser.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include <algorithm>

namespace redress::e2e {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using tcp = boost::asio::ip::tcp;

std::string host_of(std::string const& url) { return url.substr(std::string_view("http://").size()); }

void connect(tcp::socket& socket, boost::asio::io_context& io, std::string const& host) {
  auto const colon = host.rfind(':');
  tcp::resolver resolver{io};
  boost::asio::connect(socket, resolver.resolve(host.substr(0, colon), host.substr(colon + 1)));
}

Answered ask(std::string const& url, http::request<http::string_body> request) {
  boost::asio::io_context io;
  tcp::socket socket{io};
  connect(socket, io, host_of(url));
  request.set(http::field::host, host_of(url));
  request.set(http::field::connection, "close");
  request.prepare_payload();
  http::write(socket, request);
  beast::flat_buffer buffer;
  http::response<http::string_body> response;
  http::read(socket, buffer, response);
  Answered answered{.status = static_cast<int>(response.result_int()), .fields = {}, .body = response.body()};
  for (auto const& field : response) {
    std::string name(field.name_string());
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    answered.fields[name] = std::string(field.value());
  }
  return answered;
}

}  // namespace

Answered Browser::get(std::string const& path, std::map<std::string, std::string> more) const {
  http::request<http::string_body> request{http::verb::get, path, 11};
  if (!cookie.empty()) request.set(http::field::cookie, cookie);
  for (auto const& [name, value] : more) request.set(name, value);
  return ask(url_, std::move(request));
}

Answered Browser::post(std::string const& path, boost::json::value const& body,
                       std::map<std::string, std::string> more) {
  http::request<http::string_body> request{http::verb::post, path, 11};
  request.set(http::field::content_type, "application/json");
  if (!cookie.empty()) request.set(http::field::cookie, cookie);
  if (!origin.empty()) request.set(http::field::origin, origin);
  if (!csrf.empty()) request.set("X-Redress-CSRF", csrf);
  for (auto const& [name, value] : more) request.set(name, value);
  request.body() = boost::json::serialize(body);
  return ask(url_, std::move(request));
}

Answered Browser::sign_in(boost::json::object const& who) {
  auto answered = post("/v1/session", who);
  if (answered.status != 200) return answered;
  auto const& set = answered.fields.at("set-cookie");
  cookie = set.substr(0, set.find(';'));
  csrf = answered.json().at("csrf").as_string();
  return answered;
}

boost::json::object Browser::call(std::string const& method, boost::json::object params) {
  return post("/rpc",
              boost::json::object{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", std::move(params)}})
      .json()
      .as_object();
}

struct BrowserSocket::Connection {
  boost::asio::io_context io;
  beast::websocket::stream<beast::tcp_stream> stream{io};
};

BrowserSocket::BrowserSocket(std::string const& url, Browser const& browser)
    : connection_(std::make_unique<Connection>()) {
  auto& stream = connection_->stream;
  connect(stream.next_layer().socket(), connection_->io, host_of(url));
  stream.set_option(beast::websocket::stream_base::decorator([&](beast::websocket::request_type& request) {
    if (!browser.cookie.empty()) request.set(http::field::cookie, browser.cookie);
    if (!browser.origin.empty()) request.set(http::field::origin, browser.origin);
  }));
  stream.handshake(host_of(url), "/rpc");
}

BrowserSocket::~BrowserSocket() = default;

boost::json::value BrowserSocket::call(std::string const& method, boost::json::object params) {
  auto& stream = connection_->stream;
  stream.write(boost::asio::buffer(boost::json::serialize(
      boost::json::object{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", std::move(params)}})));
  beast::flat_buffer buffer;
  stream.read(buffer);
  return boost::json::parse(beast::buffers_to_string(buffer.data()));
}

std::optional<int> BrowserSocket::close_code_within(int milliseconds) {
  beast::flat_buffer buffer;
  std::optional<int> code;
  connection_->stream.async_read(buffer, [&](beast::error_code failed, std::size_t) {
    if (failed == beast::websocket::error::closed) code = connection_->stream.reason().code;
  });
  connection_->io.restart();
  connection_->io.run_for(std::chrono::milliseconds(milliseconds));
  if (!code) connection_->io.stop();
  return code;
}

}  // namespace redress::e2e
