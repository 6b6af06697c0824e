// The same JSON-RPC over WebSocket: the specification's shapes, several calls under way on one connection.
#include "tests/e2e/server_process.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

namespace redress::e2e {
namespace {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
using tcp = boost::asio::ip::tcp;

class Socket {
 public:
  Socket(std::string const& url, std::string const& token) {
    auto const host = url.substr(std::string_view("http://").size());
    auto const colon = host.rfind(':');
    tcp::resolver resolver{io_};
    boost::asio::connect(stream_.next_layer(), resolver.resolve(host.substr(0, colon), host.substr(colon + 1)));
    stream_.set_option(websocket::stream_base::decorator([token](websocket::request_type& request) {
      request.set(beast::http::field::authorization, "Bearer " + token);
    }));
    stream_.handshake(host, "/rpc");
  }

  void send(std::string_view text) { stream_.write(boost::asio::buffer(text)); }

  boost::json::value receive() {
    beast::flat_buffer buffer;
    stream_.read(buffer);
    return boost::json::parse(beast::buffers_to_string(buffer.data()));
  }

 private:
  boost::asio::io_context io_;
  websocket::stream<tcp::socket> stream_{io_};
};

TEST(WebSocket, speaks_the_same_json_rpc) {
  Folder folder;
  ServerProcess server{folder.path()};
  Socket socket{server.url(), server.token("service", "s1")};
  struct Row {
    std::string_view text;
    std::int64_t code;
  };
  for (auto const& row : {Row{R"({"jsonrpc": "2.0", "method": "foobar", "id": "1"})", -32601},
                          Row{R"({"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz])", -32700},
                          Row{R"({"jsonrpc": "2.0", "method": 1, "params": "bar"})", -32600}, Row{"[]", -32600}}) {
    socket.send(row.text);
    EXPECT_EQ(socket.receive().at("error").at("code").as_int64(), row.code) << row.text;
  }
  socket.send("[1,2,3]");
  EXPECT_EQ(socket.receive().as_array().size(), 3U);
  // A notification has no answer: the next message is that of the call after it.
  socket.send(R"({"jsonrpc":"2.0","method":"workflow.list"})");
  socket.send(R"({"jsonrpc":"2.0","method":"system.info","id":"after"})");
  EXPECT_EQ(socket.receive().at("id"), "after");
}

TEST(WebSocket, every_call_under_way_is_answered_once) {
  Folder folder;
  ServerProcess server{folder.path()};
  Socket socket{server.url(), server.token("service", "s1")};
  constexpr int calls = 50;
  for (int i = 0; i < calls; ++i) {
    auto const params = sample_case("refund", i, {{"reason", "do_not_want"}, {"wants", "refund_only"}});
    socket.send(fmt::format(R"({{"jsonrpc":"2.0","id":{},"method":"case.open","params":{}}})", i,
                            boost::json::serialize(params)));
  }
  std::set<std::int64_t> answered;
  for (int i = 0; i < calls; ++i) {
    auto const answer = socket.receive();
    EXPECT_TRUE(answer.as_object().contains("result"));
    answered.insert(answer.at("id").as_int64());
  }
  EXPECT_EQ(answered.size(), static_cast<std::size_t>(calls));
}

TEST(WebSocket, nobody_without_a_token_gets_in) {
  Folder folder;
  ServerProcess server{folder.path()};
  EXPECT_THROW(Socket(server.url(), "wrong"), boost::system::system_error);
}

}  // namespace
}  // namespace redress::e2e
