# ruby-saml. One JSON per line in, one out: the protocol of child.mjs.
require 'json'
require 'onelogin/ruby-saml'

EVICTED = "\0" * (64 * 1024 * 1024)
LINES = (0...EVICTED.bytesize).step(64).to_a

def make(given)
  settings = OneLogin::RubySaml::Settings.new
  settings.sp_entity_id = given['entityId']
  settings.assertion_consumer_service_url = given['assertionConsumerServiceUrl']
  settings.idp_entity_id = given['issuerUrl']
  settings.idp_sso_service_url = given['signInUrl']
  settings.idp_cert = given['certificatePem']
  settings.soft = true
  settings.security[:want_assertions_signed] = given['sign'] != 'response'
  if given['decryption']
    settings.private_key = given['decryption']['privateKeyPem']
    settings.certificate = given['decryption']['certificatePem']
  end
  options = { settings: settings, matches_request_id: given['inResponseTo'], allowed_clock_drift: 180 }
  lambda do |field|
    response = OneLogin::RubySaml::Response.new(field, options)
    raise response.errors.join('; ') unless response.is_valid?
    response.attributes.all
  end
end

def clock(which = Process::CLOCK_MONOTONIC)
  Process.clock_gettime(which)
end

def ask(validate, field)
  validate.call(field)
  { accepted: true }
rescue StandardError => e
  { accepted: false, why: e.message[0, 120] }
end

def block(validate, field, seconds)
  calls = 0
  batch = 1
  start = clock
  before = clock(Process::CLOCK_PROCESS_CPUTIME_ID)
  loop do
    batch.times { validate.call(field) }
    calls += batch
    batch *= 2
    processor = clock(Process::CLOCK_PROCESS_CPUTIME_ID) - before
    next if processor < seconds

    return { micros: processor / calls * 1e6, elapsed: (clock - start) / calls * 1e6 }
  end
end

def paced(validate, field, calls, every_seconds)
  micros = Array.new(calls) do
    sleep(every_seconds)
    LINES.each { |at| EVICTED.setbyte(at, 1) }
    start = clock
    validate.call(field)
    (clock - start) * 1e6
  end
  { micros: micros }
end

runs = {}
STDIN.each_line do |line|
  request = JSON.parse(line)
  validate, field = runs[request['run']], request['field']
  answer =
    begin
      case request['verb']
      when 'configure'
        runs[request['run']] = make(request['settings'])
        {}
      when 'ask' then ask(validate, field)
      when 'block' then block(validate, field, request['milliseconds'] / 1000.0)
      when 'paced' then paced(validate, field, request['calls'], request['everyMilliseconds'] / 1000.0)
      else raise "unknown verb #{request['verb']}"
      end
    rescue StandardError => e
      { failure: e.message[0, 500] }
    end
  STDOUT.puts(JSON.generate(answer))
  STDOUT.flush
end
