/** How requests come to the proxy's pods. */
export type Exposure =
  /** A load balancer of the cloud or of MetalLB; open for `clients` only. */
  | {
      readonly kind: 'load-balancer';
      readonly clients: readonly string[];
      readonly annotations?: Readonly<Record<string, string>>;
    }
  /** A port of each node that runs the proxy; the API server picks one when it is not given. */
  | { readonly kind: 'node-port'; readonly clients: readonly string[]; readonly nodePort?: number }
  /** From inside the cluster only: SQL Server runs in that namespace. */
  | { readonly kind: 'cluster-ip'; readonly clientNamespace: string }
  /** Gateway API: a Gateway that is there, or one of our own of a class. The gateway's pods run in `podNamespace`. */
  | { readonly kind: 'gateway'; readonly gateway: GatewayChoice; readonly podNamespace: string }
  /** An Ingress that passes TLS through; only some controllers can. */
  | {
      readonly kind: 'ingress';
      readonly controller: IngressController;
      readonly className?: string;
      readonly podNamespace: string;
    };

/** A listener of a Gateway, or the class to make a Gateway of. */
export type GatewayChoice =
  | { readonly kind: 'existing'; readonly namespace: string; readonly name: string; readonly listener?: string }
  | { readonly kind: 'own'; readonly className: string };

/** How an Ingress asks a controller to pass TLS through (documented by each project; none was run here). */
export const ingressControllers = {
  haproxytech: {
    title: 'HAProxy Kubernetes Ingress Controller',
    annotations: { 'haproxy.org/ssl-passthrough': 'true' },
  },
  'haproxy-ingress': { title: 'HAProxy Ingress', annotations: { 'haproxy-ingress.github.io/ssl-passthrough': 'true' } },
  cilium: { title: 'Cilium', annotations: { 'ingress.cilium.io/tls-passthrough': 'enabled' } },
  openshift: { title: 'OpenShift routes', annotations: { 'route.openshift.io/termination': 'passthrough' } },
} as const satisfies Readonly<
  Record<string, { readonly title: string; readonly annotations: Readonly<Record<string, string>> }>
>;
export type IngressController = keyof typeof ingressControllers;

/** What to know about the others, for whoever looks for them in vain. */
export const otherControllers =
  'Traefik, Contour, Envoy Gateway, Istio and NGINX Gateway Fabric pass TLS through a TLSRoute of the Gateway API or a kind of ' +
  'their own, not through an Ingress. ingress-nginx was retired in March 2026 and gets no security fixes: it is not offered.';
