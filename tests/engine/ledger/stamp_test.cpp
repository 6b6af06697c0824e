// RFC 3161 stamps against a stamping service made with the openssl tool, and against its own verification.
#include "engine/ledger/stamp.hpp"

#include "engine/ledger/cosignature.hpp"
#include "engine/ledger/receipt_check.hpp"
#include "tests/engine/ledger/vectors.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace redress::ledger {
namespace {

constexpr std::string_view text = "ledger.example/redress/1\n3\nzM7H1WJmPx7eOzTWvgHAduCVIGRN2zSWEpv2aE2/w64=\n";

class StampTest : public testing::Test {
 protected:
  void SetUp() override {
    if (std::system("openssl version > /dev/null 2>&1") != 0) GTEST_SKIP() << "there is no openssl tool";
    std::string name = (std::filesystem::temp_directory_path() / "redress-stamp-XXXXXX").string();
    ASSERT_TRUE(::mkdtemp(name.data()));
    folder_ = name;
    write("ca.cnf",
          "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=Test authority\n[ca]\nbasicConstraints=critical,CA:TRUE\n"
          "keyUsage=critical,keyCertSign\n[tsa]\nbasicConstraints=critical,CA:FALSE\n"
          "extendedKeyUsage=critical,timeStamping\n");
    write("ts.cnf", fmt::format("[tsa]\ndefault_tsa=one\n[one]\nserial={0}/serial\ncrypto_device=builtin\n"
                                "signer_cert={0}/tsa.pem\nsigner_key={0}/tsa.key\nsigner_digest=sha256\n"
                                "default_policy=1.2.3.4.1\ndigests=sha256\naccuracy=secs:1\nordering=yes\ntsa_name=no\n"
                                "ess_cert_id_chain=no\n",
                                folder_.string()));
    write("serial", "01\n");
    run("openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -config ca.cnf -extensions ca");
    run("openssl req -x509 -newkey rsa:2048 -nodes -keyout x.key -out other.pem -days 30 -config ca.cnf -extensions "
        "ca");
    run("openssl req -new -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -config ca.cnf -subj '/CN=Test stamps'");
    run("openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile ca.cnf -extensions "
        "tsa "
        "-out tsa.pem");
  }
  void TearDown() override {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }

  void run(std::string const& command) {
    ASSERT_EQ(std::system(fmt::format("cd {} && {} > log 2>&1", folder_.string(), command).c_str()), 0)
        << command << "\n"
        << read("log");
  }
  void write(std::string const& name, std::string_view content) {
    std::ofstream(folder_ / name, std::ios::binary) << content;
  }
  std::string read(std::string const& name) {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string stamp(std::string_view request) {
    write("request.tsq", request);
    run("openssl ts -reply -queryfile request.tsq -config ts.cnf -out response.tsr");
    return read("response.tsr");
  }

  std::filesystem::path folder_;
};

TEST_F(StampTest, what_the_service_answers_is_believed_by_its_certificate_alone) {
  auto const request = stamp_request(text, 77);
  auto const response = stamp(request);
  EXPECT_TRUE(check_stamp_response(request, response));
  EXPECT_FALSE(check_stamp_response(stamp_request(text, 78), response)) << "an answer to another request";
  EXPECT_FALSE(check_stamp_response(stamp_request("x", 77), response));
  EXPECT_FALSE(check_stamp_response(request, "no response"));

  auto const at = stamped_at(response, text, read("ca.pem"));
  ASSERT_TRUE(at) << at.error().says.en;
  EXPECT_EQ(at.value(), stamped_at(response, text, "").value());
  EXPECT_GT(at->ms, parse_rfc3339("2026-01-01T00:00:00Z")->ms);
  EXPECT_FALSE(stamped_at(response, text, read("other.pem"))) << "another authority's certificate";
  EXPECT_FALSE(stamped_at(response, text, "no certificate"));
  EXPECT_FALSE(stamped_at(response, "another text\n", read("ca.pem")));
  EXPECT_FALSE(stamped_at(response + "x", text, read("ca.pem")));

  write("checkpoint.txt", text);
  run("openssl ts -verify -data checkpoint.txt -in response.tsr -CAfile ca.pem");  // the other implementation agrees
}

// Of a witness and a stamp the one that the reader believes counts, and of two alike the earlier one.
TEST_F(StampTest, beside_a_witness_the_tighter_date_counts_and_what_is_believed_before_what_is_said) {
  auto const published = parse_receipt(read_vector("ledger/receipt.json")).value();
  auto const signed_text = parse_signed_note(published.checkpoint).value().text;
  auto const response = stamp(stamp_request(signed_text, 5));
  auto const stamped = stamped_at(response, signed_text, "").value();
  auto const witness =
      SigningKey::from_seed("witness.example/w1", std::vector<std::uint8_t>(32, 1), KeyType::cosignature).value();
  struct Row {
    Instant witnessed;
    bool witness_believed, stamp_believed;
    std::string_view by;
  };
  auto const before = stamped + -hour_ms;
  auto const after = stamped + hour_ms;
  Row const rows[] = {
      {before, false, false, "witness.example/w1"},
      {after, false, false, "stamp"},
      {before, true, true, "witness.example/w1"},
      {after, true, true, "stamp"},
      {before, false, true, "stamp"},
      {after, true, false, "witness.example/w1"},
  };
  for (auto const& row : rows) {
    auto receipt = published;
    auto note = parse_signed_note(receipt.checkpoint).value();
    note.signatures.push_back(cosign(witness, note.text, row.witnessed));
    receipt.checkpoint = to_text(note);
    receipt.witnesses = {witness.verifier().text()};
    receipt.stamp = response;
    receipt.digest.clear();
    DatePolicy policy;
    if (row.witness_believed) policy.witnesses = {witness.verifier()};
    if (row.stamp_believed) policy.stamp_certificates = read("ca.pem");
    auto const report = check_receipt(receipt, {}, policy);
    ASSERT_TRUE(report.ok()) << boost::json::serialize(to_json(report));
    EXPECT_EQ(report.not_later->by, row.by);
    EXPECT_EQ(report.not_later->believed, row.by == "stamp" ? row.stamp_believed : row.witness_believed);
  }
}

TEST_F(StampTest, a_changed_byte_of_what_is_signed_is_found) {
  auto const good = stamp(stamp_request(text, 1));
  auto const imprint = sha256(text);
  auto const inside = good.find(std::string(reinterpret_cast<char const*>(imprint.data()), imprint.size()));
  ASSERT_NE(inside, std::string::npos);
  for (std::size_t i = inside; i < inside + 80; ++i) {  // the imprint, the serial number, the time
    auto bent = good;
    bent[i] = static_cast<char>(bent[i] ^ 4);
    EXPECT_FALSE(stamped_at(bent, text, read("ca.pem"))) << i;
  }
}

}  // namespace
}  // namespace redress::ledger
