// npm's oidc-provider with its own development pages: node server.mjs PORT
import { generateKeyPairSync } from 'node:crypto'
import { Provider } from 'oidc-provider'

const port = Number(process.argv[2])
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'printshop',
      client_secret: 'printshop-secret',
      application_type: 'native',
      token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: ['http://127.0.0.1/callback'],
      id_token_signed_response_alg: 'ES256'
    }
  ],
  cookies: { keys: ['a key of this benchmark'] },
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' }] },
  pkce: { required: () => true }
})

provider.listen(port, '127.0.0.1')
